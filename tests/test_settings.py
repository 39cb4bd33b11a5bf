from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import ROOT, Settings, SettingsError, read_settings
from bot.store.secrets import new_keys


def test_without_variables_it_is_the_demo_on_sqlite() -> None:
    settings = read_settings({"PATH": "/bin", "OTHER_MODE": "x"})
    assert settings.mode == "demo"
    assert settings.database == f"sqlite:///{settings.var_path / 'motcua.db'}"
    assert settings.rest_enabled
    assert settings.worker_count >= 1


def test_variables_are_read_with_their_types() -> None:
    given = {"MOTCUA_PORT": "9000", "MOTCUA_WORKERS": "3", "MOTCUA_DATABASE_URL": "postgresql://u@h/d"}
    given["MOTCUA_HOST"] = ""
    settings = read_settings(given)
    assert (settings.port, settings.worker_count, settings.host) == (9000, 3, "127.0.0.1")
    assert settings.database == "postgresql://u@h/d"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"MOTCUA_PORT": "abc"}, "MOTCUA_PORT: Expected `int`"),
        ({"MOTCUA_PORT": "70000"}, "MOTCUA_PORT: Expected `int` <= 65535"),
        ({"MOTCUA_MODE": "prod"}, "MOTCUA_MODE: Invalid enum value 'prod'"),
        ({"MOTCUA_RETENTION_DAYS": "0"}, "MOTCUA_RETENTION_DAYS: Expected `int` >= 1"),
        ({"MOTCUA_LEASE_SECONDS": "1"}, "MOTCUA_LEASE_SECONDS: Expected `int` >= 5"),
        ({"MOTCUA_LOG_LEVEL": "LOUD"}, "MOTCUA_LOG_LEVEL: Invalid enum value 'LOUD'"),
        ({"MOTCUA_PROT": "1"}, "MOTCUA_PROT is not a setting. Known: .*MOTCUA_PORT"),
    ],
)
def test_an_error_names_the_variable_and_the_cause(given: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        read_settings(given)


@pytest.mark.parametrize("left_out", ["MOTCUA_ENCRYPTION_KEYS", "MOTCUA_IDENTITY_KEY"])
def test_production_without_a_key_is_refused_with_the_reason(left_out: str) -> None:
    given = {"MOTCUA_MODE": "production", "MOTCUA_UNIT_FILE": "/etc/motcua/unit.yml", **new_keys()}
    assert read_settings(given).mode == "production"
    del given[left_out]
    with pytest.raises(SettingsError, match=f"{left_out} must be set in production.*motcua keys"):
        read_settings(given)


def test_rest_is_off_in_production_unless_a_token_is_set() -> None:
    assert not Settings(mode="production").rest_enabled
    assert Settings(mode="production", rest_token="t").rest_enabled


@pytest.mark.parametrize("command", [["run"], ["chat"], ["migrate"]])
def test_the_command_line_says_the_reason_without_a_traceback(command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    environment["MOTCUA_MODE"] = "production"
    code = "from processes.cli import main; main()"
    ended = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    assert "MOTCUA_ENCRYPTION_KEYS, MOTCUA_IDENTITY_KEY must be set in production" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("word", ["run", "reload"])
def test_a_start_with_faulty_published_figures_says_so(tmp_path: Path, word: str) -> None:
    path = tmp_path / "figures.yml"
    path.write_text("- {period: 2025, on_time: 3}", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    environment |= {"MOTCUA_FIGURES_FILE": str(path), "MOTCUA_VAR": str(tmp_path)}
    command = [sys.executable, "-c", "from processes.cli import main; main()", word]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1 and "figures.yml holds no published figures" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_printed_keys_are_accepted_in_production() -> None:
    code = "from processes.cli import main; main()"
    printed = subprocess.run([sys.executable, "-c", code, "keys"], cwd=ROOT, capture_output=True, text=True, check=True)
    given = dict(line.split("=", 1) for line in printed.stdout.splitlines())
    given |= {"MOTCUA_MODE": "production", "MOTCUA_UNIT_FILE": "/etc/motcua/unit.yml"}
    assert read_settings(given).mode == "production"


def test_production_does_not_run_as_the_invented_unit() -> None:
    with pytest.raises(SettingsError, match="MOTCUA_UNIT_FILE must be set in production"):
        read_settings({"MOTCUA_MODE": "production", **new_keys()})


TOKEN = "1234567:synthetic-token"


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"TELEGRAM_TOKEN": "abc"}, "TELEGRAM_TOKEN is not the token of a bot"),
        ({"TELEGRAM_TOKEN": TOKEN}, "TELEGRAM_SECRET must be set .*TELEGRAM_POLLING=true"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": "dấu"}, "TELEGRAM_SECRET must be set to know .* letters"),
        ({"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_SECRET": "x" * 257}, "TELEGRAM_SECRET must be set"),
        ({"ZALOBOT_TOKEN": "an-access-token-of-an-oa"}, "ZALOBOT_TOKEN is not the token of a bot"),
        ({"ZALOBOT_TOKEN": TOKEN, "ZALOBOT_SECRET": "short"}, "ZALOBOT_SECRET must be set .* 8 to 256"),
        ({"ZALO_APP_SECRET": TOKEN}, "ZALO_APP_SECRET is the token of a bot: it belongs into MOTCUA_ZALOBOT_TOKEN"),
        ({"ZALO_OA_SECRET": TOKEN}, "ZALO_OA_SECRET is the token of a bot"),
    ],
)
def test_tokens_and_secrets_of_bots_are_looked_at(given: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says) as raised:
        read_settings({f"MOTCUA_{name}": value for name, value in given.items()})
    assert TOKEN not in str(raised.value) and "access-token" not in str(raised.value)


def test_a_bot_is_called_with_a_secret_or_asks() -> None:
    called = {"MOTCUA_TELEGRAM_TOKEN": TOKEN, "MOTCUA_TELEGRAM_SECRET": "synthetic_secret-1"}
    assert read_settings(called).messengers == ["telegram"] and read_settings(called).polled == []
    asks = {"MOTCUA_TELEGRAM_TOKEN": TOKEN, "MOTCUA_TELEGRAM_POLLING": "true", "MOTCUA_ZALOBOT_POLLING": "true"}
    assert read_settings(asks).polled == ["telegram"]
