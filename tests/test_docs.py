"""Documents and code say the same: tables are complete, links lead somewhere, commands and folders are there."""

from __future__ import annotations

import fnmatch
import re
from enum import Enum
from pathlib import Path

import click
import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from bot.catalogue import record
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.conversations.unit import Hotline, Unit
from bot.settings import PREFIX, ROOT, Settings
from bot.store.migrate import migrate
from connectors.app import operations_app
from connectors.gateway import Gateway
from processes.cli import main

DOCS = ROOT / "docs"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
HEADINGS = ["Context", "Decision", "Measurement", "Consequences", "Rejected"]
PARTS = record._Part.__subclasses__()

LINK = re.compile(r"(?:\[[^\]]*\]\(|<img src=\")([^)\"\s]+)")
IN_TICKS = re.compile(r"`([^`]+)`")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def rows(text: str, column: int = 0) -> list[str]:
    """Cells of one column in all tables of a text, heads and rules left out."""
    lines = text.splitlines()
    tables = [line for n, line in enumerate(lines) if line.startswith("|") and not _is_head(lines, n)]
    cells = [re.split(r"(?<!\\)\|", line)[1:-1] for line in tables]
    return [row[column].strip() for row in cells if len(row) > column]


def _is_head(lines: list[str], number: int) -> bool:
    return any(re.fullmatch(r"\|[-:| ]+\|", line) for line in lines[number : number + 2])


def section(text: str, heading: str) -> str:
    """The text below a heading, up to the next one of the same depth or above."""
    depth = heading.count("#", 0, heading.index(" "))
    following = text.split(f"\n{heading}\n", 1)[1]
    return re.split(rf"\n#{{1,{depth}}} ", following)[0]


def named(cells: list[str]) -> list[str]:
    return [name for cell in cells for name in IN_TICKS.findall(cell)]


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = named(rows(read(DOCS / "settings.md")))
    assert documented == [PREFIX + name.upper() for name in Settings.__struct_fields__]


@pytest.mark.parametrize("field", msgspec.structs.fields(Settings), ids=lambda field: field.name)
def test_the_documented_default_is_the_default(field: msgspec.structs.FieldInfo) -> None:
    text = read(DOCS / "settings.md")
    told = dict(zip(rows(text), rows(text, 1), strict=True))[f"`{PREFIX}{field.name.upper()}`"]
    value = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    expected = "empty" if value == "" else f"`{value}`"
    if value.startswith(str(ROOT)):
        assert told in (f"`{Path(value).name}` in the project", "the demo's unit")
    else:
        assert told == expected


def test_no_document_names_a_setting_that_is_none() -> None:
    known = {PREFIX + name.upper() for name in Settings.__struct_fields__}
    assert {name for path in DOCUMENTS for name in re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", read(path))} <= known


def test_the_documented_metrics_are_those_that_are_served(tmp_path: Path) -> None:
    gateway = Gateway(Settings(var=str(tmp_path)))
    migrate(gateway.engine)
    page = TestClient(operations_app(gateway)).get("/metrics").text
    gateway.close()
    served = [family.name for family in text_string_to_metric_families(page)]
    table = named(rows(section(read(DOCS / "operations.md"), "## Health and metrics")))
    assert served and [name for name in table if name.startswith("motcua_")] == served


def test_every_field_of_a_record_is_documented() -> None:
    text = read(DOCS / "data.md")
    missing = []
    for part in PARTS:
        heading = next(line for line in text.splitlines() if line.startswith("### ") and part.__name__ in line)
        documented = named(rows(section(text, heading)))
        missing += [f"{part.__name__}.{name}" for name in part.__struct_fields__ if name not in documented]
    assert missing == []


def test_no_field_is_documented_that_a_record_does_not_have() -> None:
    known = {name for part in [*PARTS, Unit, Hotline] for name in part.__struct_fields__}
    text = read(DOCS / "data.md")
    tables = section(text, "## A procedure") + section(text, "## The unit")
    assert set(named(rows(tables))) <= known


def test_every_word_that_a_record_may_use_is_in_the_documents() -> None:
    text = read(DOCS / "data.md") + read(DOCS / "replies.md")
    enums = [kind for kind in vars(record).values() if isinstance(kind, type) and issubclass(kind, Enum)]
    words = [word.value for enum in enums for word in enum]
    assert len(words) > 20
    assert [word for word in words if f"`{word}`" not in text] == []


def test_every_kind_of_reply_is_documented_and_whether_it_is_sent() -> None:
    table = section(read(DOCS / "replies.md"), "## Kinds")
    assert named(rows(table)) == [kind.value for kind in Kind]
    code = "".join(read(path) for room in ("bot", "actions", "processes") for path in (ROOT / room).rglob("*.py"))
    assert rows(table, 2) == ["yes" if f"Kind.{kind.name}" in code else "not yet" for kind in Kind]


def test_every_part_of_the_contract_is_documented() -> None:
    text = read(DOCS / "replies.md")
    assert named(rows(section(text, "## `custom`"))) == list(Custom.__struct_fields__)
    wire = {"recipient_id", *Button.__struct_fields__, *Reply.__struct_fields__}
    assert [name for name in wire if f'"{name}"' not in text] == []


def test_every_decision_is_listed_and_complete() -> None:
    listed = [link for link in LINK.findall(read(DOCS / "decisions" / "README.md")) if link[0].isdigit()]
    assert listed == [path.name for path in DECISIONS]
    for number, path in enumerate(DECISIONS, 1):
        text = read(path)
        assert path.name.startswith(f"{number:04}-") and text.startswith(f"# {number}. ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == HEADINGS, path.name


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path: Path) -> None:
    links = [link for link in LINK.findall(CODE.sub("", read(path))) if not re.match(r"[a-z]+:", link)]
    assert [link for link in links if not _resolves(path, link)] == []


def _resolves(path: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = path.parent / name if name else path
    return target.exists() and (not anchor or anchor in _anchors(target))


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", read(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


def test_the_readme_lists_the_folders_that_are_there() -> None:
    ignored = [line.rstrip("/") for line in read(ROOT / ".gitignore").split()]
    folders = [path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))]
    kept = {name for name in folders if not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)}
    listed = named(rows(section(read(ROOT / "README.md"), "## The folders")))
    assert sorted(listed) == sorted(f"{name}/" for name in kept)


def test_commands_named_in_documents_exist() -> None:
    text = "\n".join(read(path) for path in DOCUMENTS)
    targets = set(re.findall(r"^([a-z-]+):", read(ROOT / "Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.MULTILINE)) <= targets
    assert [words for words in re.findall(r"motcua ((?:[a-z]+ )?[a-z]+)`", text) if not _is_command(words)] == []


def _is_command(words: str) -> bool:
    command: click.Command | None = main
    for word in words.split():
        command = command.commands.get(word) if isinstance(command, click.Group) else None
    return command is not None


def test_files_named_in_documents_exist() -> None:
    names = {name for path in DOCUMENTS for name in IN_TICKS.findall(read(path))}
    files = [
        name for name in names if re.fullmatch(r"(bot|actions|connectors|nlu_data|processes|tests)/[\w./-]+", name)
    ]
    assert len(files) > 10
    assert [name for name in files if not (ROOT / name).exists()] == []


def test_identifiers_of_the_glossary_are_in_the_code() -> None:
    paths = [path for room in ("bot", "actions", "connectors", "processes") for path in (ROOT / room).rglob("*.py")]
    code = "".join(map(read, [*paths, ROOT / "bot" / "dialogue" / "domain.yml"]))
    text = read(DOCS / "glossary.md")
    own = section(text, "## How it runs")
    identifiers = named([*rows(text.replace(own, ""), 1), *rows(own)])
    assert len(identifiers) > 50
    assert [name for name in identifiers if not re.search(rf"\b{name}\b", code)] == []


def test_the_license_is_the_whole_apache_license() -> None:
    text = read(ROOT / "LICENSE")
    assert "Version 2.0, January 2004" in text and "END OF TERMS AND CONDITIONS" in text
