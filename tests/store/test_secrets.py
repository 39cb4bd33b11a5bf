from __future__ import annotations

import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.dossiers.demo import demo_dossiers
from bot.dossiers.verification import Attempts
from bot.settings import Settings, SettingsError
from bot.store import inbox
from bot.store.demo import load_demo
from bot.store.inbox import Incoming
from bot.store.secrets import Keys, load_keys, new_keys
from bot.store.work import Work
from tests.support.messages import NOW, Desk, cells, reply

SAID = "vợ em mới sinh ở phường Bến Nghé"
SHOWN = "Lệ phí khai sinh"
ANSWERED = "Chào chị, hồ sơ đã xong"
WISH = "cho tôi gặp cán bộ Nguyễn"
STATE = "đang hỏi về khai sinh"


@pytest.fixture
def full(desk: Desk) -> Engine:
    """A database in which everything that a person can leave behind was left."""
    load_demo(desk.engine, desk.keys, NOW)
    inbox.accept(desk.engine, desk.keys, Incoming("web", "id", "web-1", SAID, SHOWN), NOW)
    work = Work(desk.engine, desk.keys, "web-1", NOW)
    work.save_state(STATE)
    work.open_ticket("handoff", WISH)
    code = demo_dossiers(NOW)[0].code
    work.save_attempts(code, Attempts(1, None))
    work.note_lookup("lookup_opened", code)
    work.commit(desk.claimed(), (reply(ANSWERED),))
    return desk.engine


def private() -> Iterator[str]:
    yield from (SAID, SHOWN, ANSWERED, WISH, STATE, "Bến Nghé", "khai sinh", "Nguyễn")
    for dossier in demo_dossiers(NOW):
        yield from filter(None, (dossier.applicant_name, dossier.phone))


def test_no_column_holds_plain_words_names_or_phones(full: Engine) -> None:
    stored = "\n".join(cells(full))
    assert len(stored) > 100_000
    assert [word for word in private() if word in stored] == []


def test_no_byte_of_the_sqlite_files_holds_them(full: Engine) -> None:
    if full.dialect.name != "sqlite":
        with full.connect() as connection:
            tables = connection.execute(text("SELECT count(*) FROM pg_stat_user_tables")).scalar_one()
        assert tables >= 9
        return
    files = list(Path(str(full.url.database)).parent.glob("motcua.db*"))
    raw = b"".join(path.read_bytes() for path in files if path.is_file())
    assert b"H37.99.99-261118-0001" in raw
    assert [word for word in private() if word.encode() in raw or word.encode("utf-16-le") in raw] == []


def test_the_journal_and_the_tries_name_nobody(full: Engine) -> None:
    query = "SELECT person, subject FROM journal UNION SELECT person, dossier FROM lookups"
    with full.connect() as connection:
        rows = connection.execute(text(query)).all()
    assert len(rows) >= 2
    assert not any("web-1" in cell or "H37" in cell for row in rows for cell in row)


def test_a_key_is_rotated() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    before, during, after = (Keys(keys, "identity") for keys in (old, f"{new}, {old}", new))
    token = before.encrypt("xin chào")
    assert during.decrypt(token) == "xin chào"
    assert after.decrypt(during.encrypt("xin chào")) == "xin chào"
    with pytest.raises(InvalidToken):
        after.decrypt(token)
    with pytest.raises(InvalidToken):
        before.decrypt(during.encrypt("xin chào"))


def test_pseudonyms_are_stable_keyed_and_cannot_be_joined_differently() -> None:
    keys, others = Keys(Fernet.generate_key().decode(), "one"), Keys(Fernet.generate_key().decode(), "two")
    assert keys.pseudonym("a", "b") == keys.pseudonym("a", "b")
    names = {keys.pseudonym("a", "b"), keys.pseudonym("ab"), keys.pseudonym("b", "a"), others.pseudonym("a", "b")}
    assert len(names) == 4
    assert len(keys.pseudonym("person", "x" * 10_000)) == 32


@pytest.mark.parametrize("faulty", ["", ",", "abc", "á" * 44, "{good},abc"])
def test_a_faulty_key_is_named_with_its_cure(faulty: str) -> None:
    faulty = faulty.format(good=Fernet.generate_key().decode())
    with pytest.raises(SettingsError, match=r"MOTCUA_ENCRYPTION_KEYS.*motcua keys"):
        Keys(faulty, "identity")


def test_the_demos_key_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(var=str(tmp_path / "var"))
    token = load_keys(settings).encrypt("xin chào")
    file = tmp_path / "var" / "keys.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_keys(settings).decrypt(token) == "xin chào"
    assert load_keys(settings).pseudonym("a") == load_keys(settings).pseudonym("a")


def test_many_first_starts_at_once_agree_on_one_key(tmp_path: Path) -> None:
    for attempt in range(20):
        settings = Settings(var=str(tmp_path / str(attempt)))
        with ThreadPoolExecutor(8) as pool:
            keys = list(pool.map(load_keys, [settings] * 8))
        assert len({one.pseudonym("a") for one in keys}) == 1
        assert all(one.decrypt(keys[0].encrypt("x")) == "x" for one in keys)


def test_a_key_from_the_environment_is_used_even_when_the_other_is_not_given(tmp_path: Path) -> None:
    encryption = new_keys()["MOTCUA_ENCRYPTION_KEYS"]
    keys = load_keys(Settings(var=str(tmp_path), encryption_keys=encryption))
    assert Keys(encryption, "any").decrypt(keys.encrypt("xin chào")) == "xin chào"
