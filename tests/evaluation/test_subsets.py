"""Parts of the training data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.inputs import DATA
from evaluation.subsets import _labelled, _write, messages_each, some, without

LABELLED = _labelled()
EVERYTHING = {(label, text) for label, texts in LABELLED.items() for text in texts}


def kept(keep) -> set[tuple[str, str]]:  # type: ignore[no-untyped-def]
    return {one for one in EVERYTHING if keep(*one)}


def test_a_greater_part_holds_the_smaller_one() -> None:
    parts = [kept(some(share)) for share in (0.0, 0.25, 0.5, 1.0)]
    assert parts[0] == set() and parts[3] == EVERYTHING
    assert parts[1] < parts[2]
    assert 0.2 < len(parts[1]) / len(EVERYTHING) < 0.3


def test_messages_a_procedure() -> None:
    assert messages_each(some(0.0)) == 0
    assert messages_each(some(1.0)) > 80


def test_what_may_be_about_a_left_out_procedure_is_left_out() -> None:
    left = without({"tach-ho"})
    assert not left("dang-ky-thuong-tru|tach-ho", "…") and left("dang-ky-thuong-tru", "…")


def test_only_messages_about_procedures_are_left_out(tmp_path: Path) -> None:
    _write(tmp_path / "data", some(0.0))
    assert labels(tmp_path / "data") == {"none"}
    assert (tmp_path / "data" / "rules.yml").read_bytes() == (DATA / "rules.yml").read_bytes()
    assert intents(tmp_path / "data") == intents(DATA)


def labels(data: Path) -> set[str]:
    blocks = (block for block in read(data) if block["intent"] == "ask_procedure")
    return {str(block.get("metadata", {}).get("procedure", "none")) for block in blocks}


def intents(data: Path) -> set[str]:
    return {block["intent"] for block in read(data)}


def read(data: Path) -> list[dict[str, Any]]:
    paths = sorted(data.rglob("*.yml"))
    loaded = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader) for path in paths]
    return [block for content in loaded for block in content.get("nlu", ())]
