"""One dossier: proof, then the answer. An unknown code and an unproven one get the same words in the same time."""

from __future__ import annotations

import datetime as dt
import hmac

from actions.notices import offer, tell_from_now_on, whole_answer
from actions.ratings import invite
from actions.turn import Outcome, Turn, settings
from bot.conversations.channels import can_share, vouches
from bot.conversations.memory import Memory
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.dossiers.dossier import Dossier
from bot.dossiers.limits import DIGITS, GUESSES, LOOK_UP_CODES, SENT, SENT_TO
from bot.dossiers.one_time import DIGITS as CODE_LENGTH
from bot.dossiers.one_time import MOST_TRIES, OneTimeCode, is_open, may_resend, new_code
from bot.dossiers.source import SourceUnavailable
from bot.dossiers.verification import Attempts, is_digits, is_locked, matches, record_failure, tries_left
from bot.language.codes import find_dossier_codes
from bot.language.stars import find_stars
from bot.language.wishes import Wish
from bot.store import proofs
from bot.store.work import Work
from bot.texts import say

REMEMBERED = dt.timedelta(minutes=30)
# Channels make their own control of it, which hands over the number of the person's account.
SHARE_PHONE = "#share-phone"
SHARE = Button(say("talk", "share_button"), SHARE_PHONE)


def look_up(turn: Turn, code: str, factor: str | None, memory: Memory) -> Outcome:
    """Tell about the dossier if it is proven, or by this factor proves to be the person's; else ask for a factor."""
    memory = memory.change(dossier=code, awaiting="factor", offered=())
    try:
        return _looked_up(turn, code, factor, memory)
    except SourceUnavailable:
        # No try is counted, and no misunderstanding either: both would blame the person.
        return unavailable(code), memory


def unavailable(code: str) -> Reply:
    return Reply(say("talk", "dossier_unavailable"), Custom(Kind.VERIFY, dossier=code))


def _looked_up(turn: Turn, code: str, factor: str | None, memory: Memory) -> Outcome:
    if is_proven(turn, code):
        return _tell(turn, code, memory)
    if factor is None:
        return ask(turn, code), memory
    if len(factor) == CODE_LENGTH:
        return _by_one_time_code(turn, code, factor, memory)
    return _by_receipt(turn, code, factor, memory)


def is_proven(turn: Turn, code: str) -> bool:
    """Proven in this talk within the last half hour, or registered with the phone that the channel verified."""
    until = turn.memory.verified.get(code)
    if until is not None and turn.work.now < until:
        return True
    try:
        return turn.phone_key is not None and proofs.is_registered(turn.work, code, turn.phone_key)
    except SourceUnavailable:
        return False


def is_slip(turn: Turn, code: str, factor: str) -> bool:
    """Whether this end of a phone was wrong at another code of the message: one slip of the finger is one try, so it
    is not compared here."""
    if factor not in turn.refused or is_proven(turn, code):
        return False
    turn.work.note_lookup("lookup_barred", code)
    return True


def again(turn: Turn, last: Reply) -> Outcome | None:
    """Before something is said once more: it is a look-up of every dossier in it, and where the proof of one is over,
    that is asked for in its place."""
    if last.custom.kind is not Kind.STATUS:
        return None
    named = [found.code for found in find_dossier_codes(last.text)]
    # A list by phone is of no one dossier. Beside an answer also codes stand that are only asked about.
    listed = last.custom.dossier is None
    told = [code for code in named if listed or code in turn.memory.verified or is_proven(turn, code)]
    codes = dict.fromkeys(filter(None, (last.custom.dossier, *told)))
    for code in codes:
        if not is_proven(turn, code):
            return ask(turn, code), turn.memory.change(dossier=code, awaiting="factor", pending=(), offered=())
    for code in codes:
        turn.work.note_lookup("lookup_listed" if listed else "lookup_opened", code)
    return None


def awaits_code(turn: Turn, code: str) -> bool:
    """Whether six digits may be taken for the one-time code that was sent for this dossier."""
    return is_open(proofs.one_time_code(turn.work, code), turn.work.now)


def send_code(turn: Turn, code: str, memory: Memory) -> Outcome:
    """Send a one-time code to the registered phone. What is said depends neither on whether there is one, nor on what
    else it was sent."""
    memory, sent = memory.change(dossier=code, awaiting="factor", offered=()), proofs.one_time_code(turn.work, code)
    if not settings().one_time_codes:
        return _verify(turn, "no_one_time", code), memory
    if not may_resend(sent, turn.work.now):
        return _verify(turn, "code_too_soon", code), memory
    if proofs.is_exhausted(turn.work, SENT, code):
        return _verify(turn, "codes_used_up", code), memory
    try:
        found = turn.work.ask_dossier(code)
    except SourceUnavailable:
        return unavailable(code), memory
    _send(turn.work, code, found.dossier.phone if found else "")
    return _verify(turn, "code_sent", code), memory


def _send(work: Work, code: str, phone: str) -> None:
    """To nobody where this phone has had enough, by whichever dossiers."""
    to = "" if proofs.is_exhausted(work, SENT_TO, code, phone) else phone
    digits = new_code()
    proofs.save_one_time_code(work, code, OneTimeCode(proofs.hashed(work, code, digits), work.now))
    proofs.send_sms(work, to, say("talk", "sms", code=digits))
    proofs.spend(work, (*SENT, *SENT_TO), code, to)
    work.note_lookup("code_sent", code)


def ask(turn: Turn, code: str) -> Reply:
    """Ask for what the channel accepts, unless it would not be looked at."""
    if is_locked(turn.work.attempts(code), turn.work.now):
        return _verify(turn, "locked", code, "or_one_time", "or_counter")
    return _verify(turn, "ask_factor", code, "or_digits", "or_share", "or_one_time")


def without_factor(turn: Turn, code: str) -> Reply:
    """The ways that are left to who has no look-up code at hand."""
    return _verify(turn, "no_factor", code, "or_digits", "or_share", "or_one_time", "or_identity")


def _by_one_time_code(turn: Turn, code: str, digits: str, memory: Memory) -> Outcome:
    sent, found = proofs.one_time_code(turn.work, code), turn.work.ask_dossier(code)
    if sent is None or not is_open(sent, turn.work.now):
        turn.work.note_lookup("lookup_barred", code)
        return _verify(turn, "code_over", code), memory
    right = hmac.compare_digest(sent.hashed, proofs.hashed(turn.work, code, digits))
    if right and found:
        proofs.save_one_time_code(turn.work, code, None)
        return _prove(turn, code, memory)
    tried = OneTimeCode(sent.hashed, sent.sent_at, sent.tries + 1)
    proofs.save_one_time_code(turn.work, code, tried)
    turn.work.note_lookup("lookup_refused", code)
    if not is_open(tried, turn.work.now):
        return _verify(turn, "code_over", code), memory
    return _verify(turn, "wrong_code", code, left=MOST_TRIES - tried.tries), memory


def _by_receipt(turn: Turn, code: str, factor: str, memory: Memory) -> Outcome:
    if refusal := _not_now(turn, code, factor):
        turn.work.note_lookup("lookup_barred", code)
        still = "factor" if refusal in ("no_digits", "never_digits") else None
        return _verify(turn, refusal, code, "or_one_time", "or_counter"), memory.change(awaiting=still)
    found = turn.work.ask_dossier(code)
    if matches(found.dossier if found else None, factor):
        turn.work.save_attempts(code, Attempts())
        return _prove(turn, code, memory)
    attempts = record_failure(turn.work.attempts(code), turn.work.now)
    return _refuse(turn, code, factor, attempts, memory)


def bars(turn: Turn, code: str) -> str | None:
    """Why no factor of the receipt is compared at present, as the key of a text."""
    turn.barred = turn.barred or proofs.is_exhausted(turn.work, GUESSES, code)
    if turn.barred:
        return "paused"
    return "locked" if is_locked(turn.work.attempts(code), turn.work.now) else None


def _not_now(turn: Turn, code: str, factor: str) -> str | None:
    """Why this factor is not even compared."""
    if why := bars(turn, code):
        return why
    if not is_digits(factor):
        return "paused" if proofs.is_exhausted(turn.work, LOOK_UP_CODES, code) else None
    if not _vouched(turn):
        return "never_digits"
    return "no_digits" if proofs.is_exhausted(turn.work, DIGITS, code) else None


def _refuse(turn: Turn, code: str, factor: str, attempts: Attempts, memory: Memory) -> Outcome:
    turn.work.save_attempts(code, attempts)
    if is_digits(factor):
        turn.refused.add(factor)
    proofs.spend(turn.work, (*GUESSES, *(DIGITS if is_digits(factor) else LOOK_UP_CODES)), code)
    turn.work.note_lookup("lookup_refused", code)
    if is_locked(attempts, turn.work.now):
        return _verify(turn, "locked", code, "or_one_time", "or_counter"), memory.change(awaiting=None)
    return _verify(turn, "wrong_factor", code, "or_one_time", left=tries_left(attempts, turn.work.now)), memory


def _prove(turn: Turn, code: str, memory: Memory) -> Outcome:
    now = turn.work.now
    still = {proven: until for proven, until in memory.verified.items() if now < until}
    return _tell(turn, code, memory.change(verified={**still, code: now + REMEMBERED}))


def _tell(turn: Turn, code: str, memory: Memory) -> Outcome:
    found = turn.work.find_dossier(code)
    if found is None:
        return ask(turn, code), memory
    dossier = found.dossier
    turn.work.note_lookup("lookup_opened", code)
    answer = whole_answer(turn, found)
    more, buttons = _beside(turn, dossier, memory.wish)
    reply = Reply("\n\n".join([answer, *more]), Custom(Kind.STATUS, dossier=code), buttons)
    wish = memory.wish
    if dossier.procedure_id in turn.shelf.records:
        # What is asked next ("lệ phí bao nhiêu?") is about the procedure of this dossier.
        memory = memory.leave(dossier.procedure_id, turn.work.now)
    return reply, memory.change(awaiting=None, wish=wish, offered=_choices(buttons))


def _beside(turn: Turn, dossier: Dossier, wish: str | None) -> tuple[list[str], tuple[Button, ...]]:
    """What stands below the status: a wish that waited for the proof, else a question about the result, or an offer."""
    if wish == Wish.SUBSCRIBE.value:
        return [tell_from_now_on(turn, dossier)], ()
    if asked := invite(turn, dossier, wish == Wish.RATE.value):
        return [asked[0]], asked[1]
    return [], offer(turn, dossier)


def _choices(buttons: tuple[Button, ...]) -> tuple[str, ...]:
    """Stars are known by themselves: their numbers stay good without a list."""
    return tuple(button.payload for button in buttons if find_stars(button.payload) is None)


def _vouched(turn: Turn) -> bool:
    return vouches(turn.work.channel, settings().mode == "demo")


def _verify(turn: Turn, key: str, code: str, *more: str, **values: object) -> Reply:
    """A text about proof; ``more``: what else the person can do, as far as it is possible here."""
    possible = {"or_digits": _vouched(turn), "or_one_time": settings().one_time_codes, "or_counter": True}
    possible["or_identity"] = True
    possible["or_share"] = may_share_phone(turn)
    ways = [other for other in more if possible[other]]
    lines = [say("talk", key, code=code, **values), *(say("talk", way) for way in ways)]
    buttons = {"or_one_time": Button(say("talk", "send_code"), say("talk", "send_code").lower()), "or_share": SHARE}
    return Reply("\n".join(lines), Custom(Kind.VERIFY, dossier=code), tuple(buttons[w] for w in ways if w in buttons))


def may_share_phone(turn: Turn) -> bool:
    """Whether the channel has a control for it that vouches for the number, and it was not used yet."""
    return can_share(turn.work.channel, "phone") and turn.phone_key is None


def share_phone(turn: Turn) -> Outcome:
    """The payload of the button came as text: the channel's own control is what counts."""
    if not may_share_phone(turn):
        return Reply(say("talk", "ask_code"), Custom(Kind.VERIFY)), turn.memory.change(awaiting="code", offered=())
    return Reply(say("talk", "share_phone"), Custom(Kind.VERIFY), (SHARE,)), turn.memory
