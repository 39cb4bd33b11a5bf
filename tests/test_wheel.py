"""What is installed from a wheel has all its data with it, and nothing of the tests."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bot.settings import ROOT

BUILD = "import setuptools.build_meta as b; b.build_wheel({!r}, {{'--build-option': ['--quiet']}})"
ROOMS = {"bot", "actions", "connectors", "desk", "processes"}


@pytest.fixture(scope="module")
def in_wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Names of the files in a wheel that is built from the files under version control."""
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in (*_versioned(), "README.md"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes((ROOT / name).read_bytes())
    (source / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    subprocess.run([sys.executable, "-c", BUILD.format(str(target))], cwd=source, check=True, capture_output=True)
    return set(zipfile.ZipFile(next(target.glob("*.whl"))).namelist())


def _versioned() -> set[str]:
    """Files of the packages that git knows or would add."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", *sorted(ROOMS)]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    return {name for name in listed if Path(ROOT, name).is_file()}


def test_every_file_of_every_package_is_in_it(in_wheel: set[str]) -> None:
    assert _versioned() - in_wheel == set()


def test_nothing_else_is_in_it(in_wheel: set[str]) -> None:
    others = {name for name in in_wheel if name.split("/")[0] not in ROOMS}
    assert {name.split("/")[0].split("-")[0] for name in others} == {"motcua"}
