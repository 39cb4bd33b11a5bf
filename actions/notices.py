"""To be told of a dossier by oneself, to be told no more, and of what one is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions.turn import Outcome, Turn
from bot.conversations.channels import is_pushed, is_shown
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.dossiers.answer import status_answer
from bot.dossiers.dossier import Dossier
from bot.dossiers.notice_text import short_code
from bot.dossiers.notices import known
from bot.dossiers.source import Found
from bot.dossiers.texts import say_day
from bot.language.wishes import find_ends, means_this
from bot.store import subscriptions
from bot.store.subscriptions import MOST
from bot.texts import say


def can_tell(turn: Turn) -> bool:
    """Whether a message that nobody asked for is ever read on this channel."""
    return is_pushed(turn.work.channel) or is_shown(turn.work.channel)


def tell_from_now_on(turn: Turn, dossier: Dossier) -> str:
    """Note the wish of somebody who has proven that the dossier is theirs; what is said to that."""
    if not can_tell(turn):
        return say("notices", "cannot")
    code = short_code(dossier.code)
    if dossier.status.is_closed:
        return say("notices", "closed", code=code)
    mine = subscriptions.mine(turn.work)
    if any(one.code == dossier.code for one in mine):
        subscriptions.prolong(turn.work, dossier.code)
        return say("notices", "known_already", code=code)
    if len(mine) >= MOST:
        return say("notices", "too_many", most=MOST)
    subscriptions.subscribe(turn.work, dossier.code, known(dossier, turn.work.now))
    turn.work.note_lookup("notices_on", dossier.code)
    way = "comes" if is_pushed(turn.work.channel) else "shown"
    return "\n".join([say("notices", "subscribed", code=code), say("notices", way), say("notices", "how_to_stop")])


def whole_answer(turn: Turn, found: Found) -> str:
    """How a dossier stands, which a follower need not be told again."""
    subscriptions.note_read(turn.work, found.dossier)
    return status_answer(found.dossier, turn.work.now, found.stale_since)


def offer(turn: Turn, dossier: Dossier) -> tuple[Button, ...]:
    """A button to be told, where there is something to come."""
    if dossier.status.is_closed or not can_tell(turn):
        return ()
    if any(one.code == dossier.code for one in subscriptions.mine(turn.work)):
        return ()
    return (Button(say("notices", "tell_me"), say("notices", "tell_me").lower()),)


def follows_any(turn: Turn) -> bool:
    return bool(subscriptions.mine(turn.work))


def stop(turn: Turn, text: str, codes: tuple[str, ...] = ()) -> Outcome:
    """Of the dossiers that are named, by code or its end in the text, or of the one in hand, else of all."""
    mine = subscriptions.mine(turn.work)
    followed = [one.code for one in mine]
    if not codes and (alike := _alike(find_ends(text), followed)):
        return _which(turn, alike, followed)
    if len(mine) > 1 and not (codes or find_ends(text)) and means_this(text) and not _has_in_hand(turn):
        return _which(turn, followed, followed)
    meant = [one.code for one in mine if _is_meant(turn, one.code, text, codes, single=len(mine) == 1)]
    memory = turn.memory.change(wish=None, offered=())
    if not mine:
        return _said("nothing_to_stop"), memory
    if not meant:
        return _said("not_this_one", codes=_short(followed, followed)), memory
    subscriptions.stop(turn.work, [one.subject for one in mine if one.code in meant])
    for code in meant:
        turn.work.note_lookup("notices_off", code)
    return _said("stopped", codes=_short(meant, followed)), memory


def _has_in_hand(turn: Turn) -> bool:
    """Whether "this one" is surely the dossier in hand: what was said last is about it, and no notice of another came
    since."""
    code, last, before = turn.memory.dossier, turn.memory.last, turn.work.load_state()
    came = subscriptions.last_notice(turn.work)
    if code is None or came is None or came.subject == turn.work.subject(code):
        return code is not None
    return last is not None and last.custom.dossier == code and before is not None and came.at <= before[1]


def _is_meant(turn: Turn, code: str, text: str, codes: tuple[str, ...], single: bool) -> bool:
    if codes:
        return code in codes
    if ends := find_ends(text):
        return code.endswith(ends)
    return not means_this(text) or single or code == turn.memory.dossier


def _alike(ends: Iterable[str], followed: Sequence[str]) -> list[str]:
    """Those that an ending does not tell apart."""
    named = [[code for code in followed if code.endswith(end)] for end in ends]
    return next((codes for codes in named if len(codes) > 1), [])


def _which(turn: Turn, codes: Sequence[str], followed: Sequence[str]) -> Outcome:
    """Without whole codes in what a button sends either."""
    buttons = tuple(
        Button(_short([code], followed), say("notices", "stop_one", code=_ending(code, followed))) for code in codes
    )
    memory = turn.memory.change(wish=None, offered=tuple(button.payload for button in buttons))
    return Reply(say("notices", "stop_which"), Custom(Kind.STATUS), buttons), memory


def _short(codes: Iterable[str], followed: Sequence[str]) -> str:
    return ", ".join(f"{code[:3]}…{_ending(code, followed)}" for code in codes)


def _ending(code: str, followed: Sequence[str]) -> str:
    """The shortest that tells it apart from the others that are followed."""
    endings = (code[-4:], code.partition("-")[2], code[4:])
    return next((one for one in endings if one and sum(c.endswith(one) for c in followed) == 1), code)


def listed(turn: Turn) -> Outcome:
    """Without the codes: whoever holds the telephone now need not be who proved."""
    mine = subscriptions.mine(turn.work)
    if not mine:
        return _said("none"), turn.memory
    followed = [one.code for one in mine]
    lines = [say("notices", "one", code=_short([one.code], followed), date=say_day(one.since)) for one in mine]
    text = "\n".join([say("notices", "list", count=len(mine)), *lines, say("notices", "how_to_stop")])
    return Reply(text, Custom(Kind.STATUS)), turn.memory


def _said(key: str, **values: object) -> Reply:
    return Reply(say("notices", key, **values), Custom(Kind.STATUS))
