"""``motcua zalo login`` against the fake's consent page: a pair is stored, or the cause and the cure are said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from click.testing import CliRunner, Result
from sqlalchemy.engine import Engine

from bot.settings import Settings
from bot.store import tokens
from bot.store.secrets import Keys
from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes
from connectors.zalo.access import NAME
from processes.cli import main
from processes.zalo_login import Login, LoginRefused

CALLBACK = "https://mau.example/zalo"
Run = Callable[..., Result]


@pytest.fixture
def fakes() -> Iterator[Fakes]:
    fakes = Fakes(seed=7)
    with serving(fakes):
        yield fakes


@pytest.fixture
def run(fakes: Fakes, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The command with the settings of the fake."""
    given = {"database_url": settings.database_url, "var": settings.var}
    given |= {"encryption_keys": settings.encryption_keys, "identity_key": settings.identity_key}
    given |= {name: value for name, value in fakes.settings(fakes.world.url).items() if name.startswith("zalo_")}
    for name, value in given.items():
        monkeypatch.setenv(f"MOTCUA_{name.upper()}", str(value))
    return lambda *words, **rest: CliRunner().invoke(main, ["zalo", "login", *words], **rest)


@pytest.fixture
def consented(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Whoever is asked for the address opens the one that was printed, agrees, and pastes what the browser shows. What
    is in the list is pasted instead."""
    instead: list[str] = []
    printed: list[str] = []
    monkeypatch.setattr("click.echo", lambda text, **rest: printed.append(str(text)))

    def paste(text: str, **rest: object) -> str:
        address = re.search(r"http\S+", "".join(printed))
        assert address is not None
        browser = httpx.get(address[0])
        assert browser.status_code == 302, browser.text
        return instead.pop() if instead else browser.headers["location"]

    monkeypatch.setattr("click.prompt", paste)
    return instead


def test_who_agrees_has_a_pair_stored(run: Run, fakes: Fakes, engine: Engine, keys: Keys, consented: list[str]) -> None:
    ended = run("--callback", CALLBACK)
    assert ended.exit_code == 0, ended.output
    kept = tokens.load(engine, keys, NAME)
    assert kept and kept[:2] == fakes.zalo.oauth.pair[:2]


def test_the_challenge_may_be_saved_in_the_console(
    run: Run, fakes: Fakes, engine: Engine, keys: Keys, consented: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_ZALO_CODE_VERIFIER", "v" * 43)
    fakes.zalo.oauth.callback = CALLBACK
    assert run("--callback", CALLBACK).exit_code == 0
    kept = tokens.load(engine, keys, NAME)
    assert kept and kept.access == fakes.zalo.oauth.pair.access


@pytest.mark.parametrize(
    ("pasted", "says"),
    [
        ("not-a-code", "-118.*already or is too old"),
        (f"{CALLBACK}?error=denied", "has no code: agree"),
        (f"{CALLBACK}?code=1&state=other", "an earlier try"),
        (f"{CALLBACK}?code=1&oa_id=5", "another OA than MOTCUA_ZALO_OA_ID"),
    ],
)
def test_what_is_pasted_wrongly_is_explained(run: Run, consented: list[str], pasted: str, says: str) -> None:
    consented.append(pasted)
    ended = run("--callback", CALLBACK)
    assert ended.exit_code == 1 and re.search(says, ended.output) and "Traceback" not in ended.output


def test_a_pair_of_the_api_explorer_is_renewed_at_once(run: Run, fakes: Fakes, engine: Engine, keys: Keys) -> None:
    pair = fakes.zalo.oauth.pair
    ended = run("--tokens", input=f"{pair.access}\n{pair.refresh}\n")
    assert ended.exit_code == 0, ended.output
    assert pair.access not in ended.output and pair.refresh not in ended.output
    kept = tokens.load(engine, keys, NAME)
    assert kept and kept.access == fakes.zalo.oauth.pair.access != pair.access


def test_a_pair_that_does_not_serve_is_told(run: Run, fakes: Fakes) -> None:
    ended = run("--tokens", input="some-access\nsome-refresh\n")
    assert ended.exit_code == 1 and "-14014" in ended.output and "motcua zalo login" in ended.output


def test_a_bots_token_is_refused_with_the_reason(run: Run, engine: Engine, keys: Keys) -> None:
    ended = run("--tokens", input="123456:abcdef\nrefresh\n")
    assert ended.exit_code == 1 and "MOTCUA_ZALOBOT_TOKEN" in ended.output
    assert tokens.load(engine, keys, NAME) is None


def test_without_the_apps_secret_it_says_where_to_find_it(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_ZALO_APP_SECRET", "")
    ended = run("--callback", CALLBACK)
    assert ended.exit_code == 1 and "MOTCUA_ZALO_APP_SECRET must be set" in ended.output


def test_a_verifier_that_is_none_is_refused(settings: Settings, engine: Engine, keys: Keys) -> None:
    from bot.clock import utc_now

    wrong = Settings(zalo_app_id="1", zalo_app_secret="2", zalo_code_verifier="short")
    with pytest.raises(LoginRefused, match="MOTCUA_ZALO_CODE_VERIFIER"):
        Login(wrong, engine, keys, utc_now())
