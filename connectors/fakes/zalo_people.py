"""What Zalo tells about a person to an Official Account that asks."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import msgspec

from connectors.fakes.people import Person
from connectors.fakes.zalo_shapes import ZaloError
from connectors.fakes.zalo_windows import REPLIES

if TYPE_CHECKING:
    from connectors.fakes.zalo import Zalo

VIETNAM = dt.timezone(dt.timedelta(hours=7))


def detail(zalo: Zalo, given: str) -> dict[str, Any]:
    """``given``: the JSON parameter ``data``. Raises ZaloError."""
    person = _known(zalo, given)
    window = zalo.windows[person.key]
    day = "" if window.last is None else dt.datetime.fromtimestamp(window.last, VIETNAM).strftime("%d/%m/%Y")
    names = {"user_id": person.zalo, "user_id_by_app": person.zalo_by_app, "display_name": person.name}
    rest = {"user_external_id": "", "user_alias": "", "is_sensitive": False, "avatar": "", "avatars": {}}
    tags: dict[str, Any] = {"tags_and_notes_info": {"notes": [], "tag_names": []}}
    known = {"user_is_follower": window.follows, "user_last_interaction_date": day}
    return {**names, **known, **rest, **tags, "shared_info": {}}


def left(zalo: Zalo, given: str) -> dict[str, Any]:
    """What the account may still send to them. ``given``: the body. Raises ZaloError."""
    window = zalo.windows[_known(zalo, given).key]
    last = "0" if window.last is None else str(int(window.last * 1000))
    return {"last_interaction": last, "cs_reply": {"remain": window.replies, "total": REPLIES}, "promotion": {}}


def _known(zalo: Zalo, given: str) -> Person:
    try:
        person = zalo.world.people.at("zalo", msgspec.json.decode(given, type=dict[str, str])["user_id"])
    except (msgspec.DecodeError, KeyError):
        person = None
    if person is None:
        raise ZaloError(-201, "user_id is invalid!")
    return person
