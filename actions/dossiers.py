"""Where is my dossier: which codes the message means, one after the other, and questions about the one just told."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from actions.call_back import about_call_back
from actions.context import named
from actions.given import about_faults, about_part, between, factor_in, factors_in
from actions.listed import show
from actions.proof import (
    SHARE,
    ask,
    is_proven,
    is_slip,
    look_up,
    may_share_phone,
    send_code,
    unavailable,
    without_factor,
)
from actions.turn import Outcome, Turn, TurnAction, plain, unit
from actions.wishes import about_wish
from bot.catalogue.load import curated
from bot.catalogue.yes_no import excludes_others
from bot.conversations.channels import is_pushed
from bot.conversations.memory import Memory
from bot.conversations.reply import Custom, Kind, Reply
from bot.dossiers.dossier import Dossier
from bot.dossiers.questions import can_be_asked, question_answer
from bot.dossiers.source import SourceUnavailable
from bot.language.dossier_questions import (
    DossierQuestion,
    asks_for_all,
    asks_for_code,
    find_dossier_questions,
    lacks_factor,
    lost_code,
    misses_code,
)
from bot.language.factors import is_bare_code, is_personal_number
from bot.store.subscriptions import note_read
from bot.texts import say

MOST_CODES = 5
# Their words sound like procedures: "tại sao bị từ chối" like declining an inheritance.
_NAMELESS = (DossierQuestion.WHY, DossierQuestion.WITHDRAW)
# Two of these together are answered by the whole.
_WHOLE = {DossierQuestion.WHO, DossierQuestion.WHEN, DossierQuestion.WHERE}
# These are asked of a procedure as well, so not where another one was spoken of since.
_LEANING = (
    *(DossierQuestion.WHEN, DossierQuestion.SUPPLY, DossierQuestion.PAY, DossierQuestion.COLLECT),
    *(DossierQuestion.PROXY, DossierQuestion.POST, DossierQuestion.FASTER),
)


class ActionDossier(TurnAction):
    def name(self) -> str:
        return "action_dossier"

    def reply(self, turn: Turn) -> Outcome:
        if outcome := about_wish(turn):
            return outcome
        found = turn.all("dossier_code")
        return _by_codes(turn, found) if found else about_call_back(turn) or _without_code(turn)


def about_dossier(turn: Turn) -> Outcome | None:
    """What belongs to the dossier in hand whatever else it looks like: a factor or code that was asked for, a question
    on."""
    factor = factor_in(turn, turn.text) if turn.memory.awaiting == "factor" and turn.memory.dossier else None
    part = about_part(turn) if turn.memory.awaiting == "code" else None
    return go_on(turn, factor) if factor else part or ask_on(turn) or in_trouble(turn)


def tell_dossiers(turn: Turn, codes: tuple[str, ...], factors: Mapping[str, str], memory: Memory) -> Outcome:
    """Answer about each that can be answered about; of the others ask for one, and keep the rest for afterwards."""
    replies: list[Reply] = []
    refused: list[str] = []
    barred: list[str] = []
    unready: list[str] = []
    for code in codes:
        if not _is_ready(turn, code, factors.get(code)):
            unready.append(code)
            continue
        reply, memory = look_up(turn, code, factors.get(code), memory)
        replies.append(reply)
        if reply.custom.kind is Kind.VERIFY:
            (refused if memory.awaiting else barred).append(code)
    if unready and not refused:
        replies.append(ask(turn, unready[0]))
    # What is locked for a while keeps nothing else waiting.
    if waiting := [*refused, *unready, *barred]:
        memory = memory.change(dossier=waiting[0], awaiting="factor", pending=tuple(waiting[1:]), offered=())
    else:
        memory = memory.change(wish=None)
    return _joined(replies), memory


def _is_ready(turn: Turn, code: str, factor: str | None) -> bool:
    """Whether there is something to tell, or to compare."""
    return is_proven(turn, code) if factor is None else not is_slip(turn, code, factor)


def _joined(replies: list[Reply]) -> Reply:
    """One message, nothing twice: the kind of the most telling part, the buttons of the last."""
    if len(replies) == 1:
        return replies[0]
    first = next((reply for reply in replies if reply.custom.kind is Kind.STATUS), replies[0])
    text = "\n\n".join(dict.fromkeys(reply.text for reply in replies))
    return Reply(text, first.custom, replies[-1].buttons)


def _by_codes(turn: Turn, found: list[dict[str, object]]) -> Outcome:
    """Codes that are none are asked about, beside the answers about the others."""
    asides = about_faults(turn, found)
    codes = tuple(dict.fromkeys(str(code["value"]) for code in found if not code.get("problem")))
    if not codes:
        return Reply("\n".join(asides), Custom(Kind.VERIFY)), turn.memory.change(awaiting="code", offered=())
    if more := codes[MOST_CODES:]:
        asides.append(say("talk", "more_codes", most=MOST_CODES, count=len(more), code=more[0]))
    memory = turn.memory.change(pending=())
    if len(codes) == 1 and asks_for_code(between(turn, found)) and not is_proven(turn, codes[0]):
        reply, memory = send_code(turn, codes[0], memory)
    else:
        reply, memory = tell_dossiers(turn, codes[:MOST_CODES], factors_in(turn, found), memory)
    return Reply("\n\n".join([*asides, reply.text]), reply.custom, reply.buttons), memory


def _without_code(turn: Turn) -> Outcome:
    memory = turn.memory
    if turn.phone_key and asks_for_all(turn.text):
        return list_dossiers(turn, turn.phone_key)
    if outcome := about_part(turn):
        return outcome
    if not memory.dossier:
        return _without_dossier(turn)
    if asks_for_code(turn.text):
        return send_code(turn, memory.dossier, memory)
    factor = factor_in(turn, turn.text)
    return (None if factor else ask_on(turn) or in_trouble(turn)) or go_on(turn, factor)


def _without_dossier(turn: Turn) -> Outcome:
    if is_bare_code(turn.text):
        return plain("stray_code", Kind.WARNING), turn.memory
    if is_personal_number(turn.text):
        return plain("personal_number", Kind.REFUSAL), turn.memory
    if turn.phone_key:
        return list_dossiers(turn, turn.phone_key)
    return in_trouble(turn) or (ask_code(turn), turn.memory.change(awaiting="code", offered=()))


def in_trouble(turn: Turn) -> Outcome | None:
    """Whoever has lost the code, has no factor, or waits for one that does not come, is told the other ways."""
    code = turn.memory.dossier
    if code and turn.memory.awaiting == "factor":
        if misses_code(turn.text):
            words = [say("talk", key) for key in ("code_missing", "or_counter")]
            return Reply("\n".join(words), Custom(Kind.VERIFY, dossier=code)), turn.memory
        return (without_factor(turn, code), turn.memory) if lacks_factor(turn.text) else None
    if lost_code(turn.text) or (turn.memory.awaiting == "code" and lacks_factor(turn.text)):
        known = plain("lost_code", Kind.VERIFY, unit=unit().name)
        return known, turn.memory.change(awaiting="code", offered=())
    return None


def ask_code(turn: Turn) -> Reply:
    """Ask which dossier, in all the ways in which the channel can tell it."""
    share, photo = may_share_phone(turn), is_pushed(turn.work.channel)
    ways = [say("talk", key) for key, possible in (("or_photo", photo), ("or_share", share)) if possible]
    return Reply("\n".join([say("talk", "ask_code"), *ways]), Custom(Kind.VERIFY), (SHARE,) if share else ())


def go_on(turn: Turn, factor: str | None) -> Outcome:
    """The dossier in hand, and then those that were put aside for it."""
    code = turn.memory.dossier or ""
    codes = (code, *(other for other in turn.memory.pending if other != code))
    memory = turn.memory.change(pending=())
    if factor is None and not is_proven(turn, code):
        return ask(turn, code), memory.change(awaiting="factor", pending=codes[1:], offered=())
    return tell_dossiers(turn, codes, {code: factor} if factor else {}, memory)


def ask_on(turn: Turn, kinds: Collection[DossierQuestion] = tuple(DossierQuestion)) -> Outcome | None:
    """ "Bao giờ xong": about the dossier that was told, for as long as its proof holds and no other thing is named."""
    code, questions = turn.memory.dossier, [q for q in find_dossier_questions(turn.text) if q in kinds]
    if not questions or not code or turn.found("procedure_code") or not is_proven(turn, code):
        return None
    try:
        found = turn.work.find_dossier(code)
    except SourceUnavailable:
        return unavailable(code), turn.memory
    question = _meant(turn, found.dossier, questions) if found else None
    if not found or not question:
        return None
    turn.work.note_lookup("lookup_opened", code)
    if question is DossierQuestion.WHERE:
        note_read(turn.work, found.dossier)
    events = turn.work.events_of(code) if question is DossierQuestion.STEPS else ()
    record = curated().get(found.dossier.procedure_id or "")
    in_person = record is not None and excludes_others(record)
    answer = question_answer(found.dossier, question.value, turn.work.now, found.stale_since, events, in_person)
    return Reply(answer, Custom(Kind.STATUS, dossier=code)), turn.memory.change(offered=())


def _meant(turn: Turn, dossier: Dossier, questions: Sequence[DossierQuestion]) -> DossierQuestion | None:
    """The first that makes sense of this dossier, unless the message or the talk is about something else."""
    asked = [q for q in questions if can_be_asked(dossier, q.value, turn.work.now)]
    question = next(iter(asked), None)
    if question in _WHOLE and len(_WHOLE.intersection(asked)) > 1:
        question = DossierQuestion.WHERE
    others = [procedure for procedure in named(turn) if procedure != dossier.procedure_id]
    if others and question not in _NAMELESS:
        return None
    return None if question in _LEANING and turn.memory.topic not in (None, dossier.procedure_id) else question


def list_dossiers(turn: Turn, phone_key: str) -> Outcome:
    """All dossiers of the phone that the channel verified; where none can be listed, the code is asked for."""
    mine = turn.work.dossiers_of(phone_key)
    if not mine:
        asking = plain("by_code_only" if mine is None else "no_dossiers", Kind.VERIFY)
        return in_trouble(turn) or (asking, turn.memory.change(awaiting="code", offered=()))
    if len(mine) == 1:
        return tell_dossiers(turn, (mine[0].code,), {}, turn.memory)
    return show(turn, mine)
