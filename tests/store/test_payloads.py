from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import Engine

from bot.conversations.reply import Button
from bot.store import payloads
from bot.store.forget import forget_old
from bot.store.payloads import Kept
from bot.store.secrets import Keys, new_keys
from tests.support.messages import NOW, cells

DAY = dt.timedelta(days=1)
BUTTON = Button("Cấp bản sao trích lục", "#ban-sao-trich-luc-ho-tich:documents,fee,time,place,steps@nguoi-khac")


def kept(keys: Keys, conversation: str = "telegram-1", button: Button = BUTTON) -> Kept:
    return Kept(payloads.key_of(keys, conversation, button), button)


def test_a_key_leads_to_its_button(engine: Engine, keys: Keys) -> None:
    other = kept(keys, button=Button("Khác", "#khac"))
    payloads.keep(engine, keys, "telegram-1", [kept(keys), other], NOW)
    assert payloads.find(engine, keys, kept(keys).key) == BUTTON
    assert payloads.find(engine, keys, other.key) == other.button
    assert payloads.find(engine, keys, "0" * 32) is None


def test_keys_of_two_people_differ_and_say_nothing(engine: Engine, keys: Keys) -> None:
    mine, yours = kept(keys), kept(keys, "telegram-2")
    assert mine.key != yours.key and len(mine.key) == 32
    payloads.keep(engine, keys, "telegram-1", [mine], NOW)
    assert not any("ban-sao" in cell or "Cấp" in cell for cell in cells(engine))


def test_shown_again_it_lasts_again(engine: Engine, keys: Keys) -> None:
    payloads.keep(engine, keys, "telegram-1", [kept(keys)], NOW)
    payloads.keep(engine, keys, "telegram-1", [kept(keys)], NOW + DAY)
    forget_old(engine, NOW + DAY / 2)
    assert payloads.find(engine, keys, kept(keys).key) == BUTTON
    forget_old(engine, NOW + 2 * DAY)
    assert payloads.find(engine, keys, kept(keys).key) is None


def test_under_a_lost_encryption_key_it_is_forgotten(engine: Engine, keys: Keys) -> None:
    payloads.keep(engine, keys, "telegram-1", [kept(keys)], NOW)
    assert payloads.find(engine, Keys(*new_keys().values()), kept(keys).key) is None
