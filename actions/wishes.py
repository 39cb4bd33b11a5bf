"""Wishes about a dossier besides where it is: notices and ratings. What needs a proof asks for it and then goes on."""

from __future__ import annotations

from collections.abc import Callable

from actions import notices
from actions.proof import ask, is_proven, unavailable
from actions.ratings import invite
from actions.turn import Outcome, Turn
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.dossiers.ratings import question
from bot.dossiers.source import Found, SourceUnavailable
from bot.language.wishes import Wish, find_wish
from bot.store import ratings
from bot.texts import say


def about_wish(turn: Turn) -> Outcome | None:
    """The answer to a wish, or None where a proof comes first: the wish is then remembered."""
    found = turn.all("dossier_code")
    wish = find_wish(turn.text, [turn.text[int(code["start"]) : int(code["end"])] for code in found])
    codes = tuple(str(code["value"]) for code in found if not code.get("problem"))
    if wish is Wish.STOP:
        return notices.stop(turn, turn.text, codes)
    if wish is Wish.LIST:
        return notices.listed(turn)
    if wish is None or (wish is Wish.SUBSCRIBE and not notices.can_tell(turn)):
        return None if wish is None else (_plain("notices", "cannot"), turn.memory)
    return _prove_first(turn, wish) if found else wish_here(turn, wish)


def wish_here(turn: Turn, wish: Wish) -> Outcome | None:
    """Of the dossier in hand; of one that was asked about before, a rating."""
    if wish is Wish.RATE and (asked := ratings.open_questions(turn.work)):
        text, buttons = question(asked[0].subject)
        return Reply(text, Custom(Kind.STATUS), buttons), turn.memory.change(offered=())
    code = turn.memory.dossier
    if code and is_proven(turn, code):
        return _fulfil(turn, code, wish)
    if code:
        memory = turn.memory.change(wish=wish.value, awaiting="factor", offered=())
        asking = ask(turn, code)
        text = f"{say('notices', 'proof_first')}\n{asking.text}"
        return Reply(text, asking.custom, asking.buttons), memory
    if turn.phone_key:
        return _prove_first(turn, wish)
    memory = turn.memory.change(wish=wish.value, awaiting="code", offered=())
    name = ("notices", "which") if wish is Wish.SUBSCRIBE else ("ratings", "nothing_to_rate")
    return _plain(*name), memory


def _prove_first(turn: Turn, wish: Wish) -> None:
    turn.memory = turn.memory.change(wish=wish.value)


def _fulfil(turn: Turn, code: str, wish: Wish) -> Outcome:
    try:
        found = turn.work.find_dossier(code)
    except SourceUnavailable:
        return unavailable(code), turn.memory
    if found is None:
        return ask(turn, code), turn.memory
    turn.work.note_lookup("lookup_opened", code)
    text, buttons = _GRANTED[wish](turn, found)
    return Reply(text, Custom(Kind.STATUS, dossier=code), buttons), turn.memory.change(wish=None, offered=())


def _subscribed(turn: Turn, found: Found) -> tuple[str, tuple[Button, ...]]:
    """How it stands is known from now on, so it is said first, unless that is what was said last."""
    confirmed = notices.tell_from_now_on(turn, found.dossier)
    answer, last = notices.whole_answer(turn, found), turn.memory.last
    return confirmed if last and answer in last.text else f"{answer}\n\n{confirmed}", ()


def _invited(turn: Turn, found: Found) -> tuple[str, tuple[Button, ...]]:
    return invite(turn, found.dossier, wished=True) or ("", ())


def _plain(subject: str, key: str) -> Reply:
    return Reply(say(subject, key), Custom(Kind.VERIFY))


_GRANTED: dict[Wish, Callable[[Turn, Found], tuple[str, tuple[Button, ...]]]] = {
    Wish.SUBSCRIBE: _subscribed,
    Wish.RATE: _invited,
}
