"""The files of deploy/ against the schemas and tools of their kinds, and against what this project has."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate
import pytest
import yaml

from bot.settings import PREFIX, ROOT, Settings

DEPLOY = ROOT / "deploy"
VENDOR = Path(__file__).parent / "vendor"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
UNITS = sorted((DEPLOY / "systemd").iterdir())
# Both schemas name their drafts with an address that this version of jsonschema does not know by heart.
pytestmark = pytest.mark.filterwarnings("ignore:The metaschema specified by .schema was not found:DeprecationWarning")
OBJECTS = [
    pytest.param(thing, id=f"{path.stem}-{thing['kind']}")
    for path in sorted((DEPLOY / "kubernetes").glob("*.yml"))
    for thing in yaml.safe_load_all(path.read_text())
]


def compose() -> dict[str, Any]:
    return dict(yaml.safe_load((DEPLOY / "compose.yml").read_text()))


def programs() -> set[str]:
    """What `python -m processes` can be called with."""
    source = (ROOT / "processes" / "__main__.py").read_text()
    return set(re.findall(r'"([a-z]+)": _\1\b', source))


def test_the_compose_file_is_one() -> None:
    schema = json.loads((VENDOR / "compose-spec.json").read_text())
    jsonschema.validate(compose(), schema)


def test_the_schema_refuses_what_is_wrong() -> None:
    schema = json.loads((VENDOR / "compose-spec.json").read_text())
    wrong = compose()
    wrong["services"]["gateway"]["comand"] = ["x"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, schema)


def test_compose_names_only_services_and_volumes_that_it_has() -> None:
    file = compose()
    for service in file["services"].values():
        assert set(service.get("depends_on", ())) <= set(file["services"])
        named = [mount.split(":")[0] for mount in service.get("volumes", ())]
        assert {name for name in named if not name.startswith(".")} <= set(file["volumes"])


@pytest.mark.parametrize("thing", OBJECTS)
def test_kubernetes_takes_each_object(thing: dict[str, Any]) -> None:
    kubernetes_validate.validate(thing, "1.28", strict=True)


def test_the_check_refuses_what_kubernetes_would() -> None:
    wrong = yaml.safe_load((DEPLOY / "kubernetes" / "migrate.yml").read_text())
    wrong["spec"]["template"]["spec"]["restartPolice"] = "Never"
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.28", strict=True)


def test_systemd_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    """Paths of an installation are replaced by those of this checkout: the programs must exist."""
    for unit in UNITS:
        text = unit.read_text().replace("/opt/motcua", str(ROOT)).replace("User=motcua", "User=root")
        (tmp_path / unit.name).write_text(text.replace("Group=motcua", "Group=root"))
    ours = [str(tmp_path / unit.name) for unit in UNITS]
    checked = subprocess.run(["systemd-analyze", "verify", "--man=no", *ours], capture_output=True, text=True)
    told = [line for line in checked.stderr.splitlines() if "motcua" in line]
    assert told == []


def test_systemd_finds_a_fault_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "motcua-x.service").write_text("[Service]\nExecStart=/bin/true\nRestartt=always\n")
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / "motcua-x.service")]
    assert "Restartt" in subprocess.run(command, capture_output=True, text=True).stderr


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_settings_that_there_are(path: Path) -> None:
    known = {PREFIX + name.upper() for name in Settings.__struct_fields__}
    assert set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", path.read_text())) <= known


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_only_programs_that_there_are(path: Path) -> None:
    called = re.findall(r"-m,? processes,? ([a-z]+)", path.read_text().replace('"', ""))
    assert set(called) <= programs()


def test_every_program_that_a_production_needs_is_started_everywhere() -> None:
    needed = {"gateway", "workers", "sender", "scheduler"}
    for text in (
        (DEPLOY / "compose.yml").read_text(),
        (DEPLOY / "kubernetes" / "motcua.yml").read_text(),
        "".join(unit.read_text() for unit in UNITS),
    ):
        assert needed <= set(re.findall(r"-m,? processes,? ([a-z]+)", text))


def test_no_secret_stands_in_a_file() -> None:
    for path in FILES:
        given = re.findall(r"(?:KEYS?|TOKEN|SECRET|PASSWORD)(?:=|: )[ ]*(\S+)", path.read_text())
        assert all(value.startswith("$") for value in given), path
