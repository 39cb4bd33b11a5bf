"""Fixtures for all rooms: both databases, keys, settings, the trained assistant and a conversation with it."""

from __future__ import annotations

import fcntl
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.engine import Engine

from bot.settings import ROOT, Settings
from bot.store.demo import load_demo
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.secrets import Keys, new_keys
from tests.support.databases import Postgres, empty, postgres
from tests.support.personal import leaks_of
from tests.support.talk import MORNING, Talk

if TYPE_CHECKING:
    from bot.dialogue.agent import Assistant

DATABASES = ("sqlite", "postgresql")


def pytest_configure() -> None:
    """A test run that is told to end gives back its processes and databases, as after Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def bells_folder() -> Iterator[None]:
    """Sockets between processes go into a folder that is removed; its path must be short."""
    with tempfile.TemporaryDirectory(prefix="bells-") as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", folder)
        yield


@pytest.fixture(autouse=True)
def nobody_in_the_logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No line that any test makes us log names a person."""
    yield
    found = leaks_of([*caplog.get_records("setup"), *caplog.get_records("call")])
    assert not found, found


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    with postgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(params=DATABASES)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database without tables, on each of the two databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'motcua.db'}"
    return str(request.getfixturevalue("postgres_server").new())


@pytest.fixture(scope="session")
def postgres_engine(postgres_server: Postgres) -> Iterator[Engine]:
    engine = open_engine(postgres_server.new())
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file to copy: all migrations for each test would take the longer part of many."""
    path = tmp_path_factory.mktemp("sqlite") / "empty.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of today's shape, on each of the two databases."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("empty_sqlite"), tmp_path / "motcua.db")
        engine = open_engine(f"sqlite:///{copy}")
        yield engine
        engine.dispose()
        return
    engine = request.getfixturevalue("postgres_engine")
    empty(engine)
    yield engine


@pytest.fixture(scope="session")
def secrets() -> dict[str, str]:
    """Values of the two secret variables."""
    return new_keys()


@pytest.fixture(scope="session")
def keys(secrets: dict[str, str]) -> Keys:
    return Keys(*secrets.values())


@pytest.fixture
def settings(engine: Engine, secrets: dict[str, str], tmp_path: Path) -> Settings:
    """Settings for the database and the keys of this test."""
    encryption, identity = secrets.values()
    url = engine.url.render_as_string(hide_password=False)
    return Settings(var=str(tmp_path / "var"), database_url=url, encryption_keys=encryption, identity_key=identity)


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the present inputs, trained now if there is none; a second test run waits for the first."""
    from bot.dialogue.inputs import model_path

    folder = ROOT / "models"
    folder.mkdir(exist_ok=True)
    with open(folder / ".training", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        path = model_path(folder)
        if not path.exists():
            command = [sys.executable, "-W", "ignore", "-m", "bot.dialogue.train", str(folder)]
            subprocess.run(command, check=True, cwd=ROOT)
    return path


@pytest.fixture(scope="session")
def assistant(model: Path) -> Assistant:
    from bot.dialogue.agent import Assistant

    return Assistant(model)


@pytest.fixture(scope="session")
def talk_engine(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> Iterator[Engine]:
    """A database with the demo's dossiers as they stand in the morning of the conversations."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('talk') / 'motcua.db'}")
    migrate(engine)
    load_demo(engine, keys, MORNING)
    yield engine
    engine.dispose()


@pytest.fixture
def talk(assistant: Assistant, talk_engine: Engine, keys: Keys) -> Talk:
    """A new conversation with the trained assistant."""
    return Talk(assistant, talk_engine, keys)
