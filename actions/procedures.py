"""Questions about procedures: answer, ask which, follow a choice, repeat, take back."""

from __future__ import annotations

from collections.abc import Sequence

from actions.context import asked, confusions, earlier_topic, faded, known_names, lean
from actions.dossiers import answer_to_factor
from actions.lists import show
from actions.several import about_several
from actions.turn import Turn, TurnAction, plain
from bot.catalogue.ambiguity import core, group_of, only_one_says, said_barely
from bot.catalogue.answer import answer, case_in, codes, payload
from bot.catalogue.linker import Found
from bot.catalogue.record import Facet, Origin, Procedure
from bot.catalogue.resolve import (
    FOUND_SURE,
    MOST_CHOICES,
    SURE,
    TAKES_OVER,
    Resolution,
    chance_of_imported,
    resolve_all,
)
from bot.conversations.memory import Memory
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.language.patterns import LAST, find_browse, find_choice, find_pick
from bot.language.reader import NONE
from bot.texts import say

Outcome = tuple[Reply, Memory]
AUDIBLE = 0.03
HINTED = 0.12
NAMED = 0.6
SHORT = 5
ANSWERING = 4.0
# Of 235 messages of other intents that no model had seen, one in a hundred fits an imported title so well.
FIT_ALONE = 17.0


class ActionAsk(TurnAction):
    def name(self) -> str:
        return "action_ask"

    def reply(self, turn: Turn) -> Outcome:
        return answer_to_factor(turn) or _about_code(turn) or _about_words(turn)


class ActionPick(TurnAction):
    """A button of ours."""

    def name(self) -> str:
        return "action_pick"

    def reply(self, turn: Turn) -> Outcome:
        return follow(turn, turn.text)


class ActionChoose(TurnAction):
    """A number of the list last shown."""

    def name(self) -> str:
        return "action_choose"

    def reply(self, turn: Turn) -> Outcome:
        offered, number = turn.memory.offered or turn.memory.listed, find_choice(turn.text) or 0
        if not offered:
            return answer_to_factor(turn) or (plain("no_choices", Kind.ERROR), turn.memory)
        if number == LAST:
            return follow(turn, offered[-1])
        if not 1 <= number <= len(offered):
            return plain("choice_out_of_range", Kind.CLARIFY, count=len(offered)), turn.memory
        return follow(turn, offered[number - 1])


class ActionRepeat(TurnAction):
    def name(self) -> str:
        return "action_repeat"

    def reply(self, turn: Turn) -> Outcome:
        return turn.memory.last or plain("nothing_to_repeat", Kind.SMALLTALK), turn.memory


class ActionReject(TurnAction):
    """Of "Không phải cái đó": offer what else was heard, and what is often confused with the topic."""

    def name(self) -> str:
        return "action_reject"

    def reply(self, turn: Turn) -> Outcome:
        topic = turn.topic
        siblings = [sibling.id for sibling in topic.siblings] if topic else []
        heard = [other for other in (*siblings, *turn.memory.alternatives) if other in turn.shelf.records]
        others = list(dict.fromkeys(heard))[:MOST_CHOICES]
        memory = turn.memory.leave(None)
        if not others:
            return plain("reject_nothing", Kind.CLARIFY), memory.change(offered=())
        return clarify(turn, others, say("talk", "reject"), memory.facets, memory)


def follow(turn: Turn, text: str) -> Outcome:
    """Answer what a payload selects; the numbers of the list it may stand in stay good."""
    if place := find_browse(text):
        return show(turn, place)
    pick = find_pick(text)
    record = turn.shelf.records.get(pick.procedure) if pick else None
    if pick is None or record is None:
        return plain("no_topic", Kind.ERROR), turn.memory
    known = {facet.value for facet in Facet}
    reply, memory = tell(turn, record, tuple(f for f in pick.facets if f in known), pick.case)
    return reply, memory.change(page=turn.memory.page, listed=turn.memory.listed)


def _about_code(turn: Turn) -> Outcome | None:
    found = turn.found("procedure_code")
    if found is None:
        return None
    code = found["value"]
    record = turn.shelf.by_code.get(code)
    if record is None:
        return plain("unknown_code", Kind.REFUSAL, code=code), turn.memory
    return tell(turn, record, turn.facets)


def _about_words(turn: Turn) -> Outcome:
    if outcome := about_several(turn):
        return outcome
    facets = asked(turn)
    if meant := _among_offered(turn) or earlier_topic(turn):
        return tell(turn, turn.shelf.records[meant], facets)
    if shared := said_barely(turn.text):
        return clarify(turn, shared.choices, shared.question, facets, turn.memory)
    found = turn.shelf.linker.find(turn.text)
    resolution = _named(turn) or resolve_all(turn.ranked, found, lean(turn), confusions())
    if resolution.sure:
        record = turn.shelf.records[resolution.procedures[0]]
        heard = turn.ranked if record.origin is Origin.CURATED else found.ranked
        others = tuple(c.id for c in heard if c.id not in (NONE, record.id) and c.score >= AUDIBLE)
        return tell(turn, record, facets, alternatives=others)
    if resolution.procedures:
        return clarify(turn, resolution.procedures, _question(resolution.procedures), facets, turn.memory)
    return _about_nothing(turn, facets)


def _among_offered(turn: Turn) -> str | None:
    """After a question the answer is read against its choices first: "khai tử" after "đăng ký lại việc gì".

    Where there is a topic nothing was asked: the numbers are those of several answers.
    """
    offered = turn.offered
    if turn.memory.topic or len(offered) < 2:
        return None
    said = only_one_says(turn.text, [turn.shelf.records[procedure].short_name for procedure in offered])
    heard = [c.id for c in turn.ranked if c.id in offered and c.score >= HINTED]
    return offered[said] if said is not None else next(iter(heard), None) or _found_among(turn, offered)


def _found_among(turn: Turn, offered: Sequence[str]) -> str | None:
    """By a few words that fit one choice far better than the others, "ở xã": the reader does not know imported ones."""
    found = turn.shelf.linker.find(turn.text, offered) if len(turn.text.split()) <= SHORT else Found()
    sure = found.ranked and found.ranked[0].score >= FOUND_SURE and found.fit >= ANSWERING
    return found.ranked[0].id if sure else None


def _named(turn: Turn) -> Resolution | None:
    """What a message names and says no more, "ket hon can gi": the model has too little to go by."""
    best = max((c for c in turn.ranked if c.id != NONE), key=lambda c: c.score)
    named = known_names().get(core(turn.text), ())
    return Resolution(named) if named and (best.id in named or best.score < SURE) else None


def about_topic(turn: Turn) -> Outcome | None:
    """A short question that the intent model would refuse, while there is a topic it can be about: "phi bao nhieu"."""
    topic = turn.topic
    short = len(turn.text.split()) <= SHORT
    return tell(turn, topic, asked(turn)) if topic and turn.facets and short else None


def about_imported(turn: Turn) -> Outcome | None:
    """What the intent model refuses because nobody taught it, while an imported title fits it surely."""
    found = turn.shelf.linker.find(turn.text)
    fits = found.fit >= FIT_ALONE and chance_of_imported(turn.ranked, found) >= TAKES_OVER
    return _about_words(turn) if fits else None


def about_named(turn: Turn) -> Outcome | None:
    """The answer about a procedure that is plainly named, or the question about a name that several share."""
    named = [c for c in turn.ranked if c.id != NONE and c.score >= NAMED]
    return _about_words(turn) if named or said_barely(turn.text) else None


def beside_small_talk(turn: Turn) -> Outcome | None:
    """ "Chào em, cho anh hỏi làm hộ chiếu": the question behind the greeting."""
    named = [c for c in turn.ranked if c.id != NONE and c.score >= NAMED]
    wordy = len(turn.text.split()) > SHORT
    return _about_words(turn) if wordy and named else about_topic(turn) if turn.facets and wordy else None


def _about_nothing(turn: Turn, facets: tuple[str, ...]) -> Outcome:
    """No procedure in the message and none in the talk: what was offered before, or a plain question."""
    procedures = turn.offered or faded(turn)
    if procedures:
        return clarify(turn, procedures, _question(procedures), facets, turn.memory)
    return plain("no_topic", Kind.CLARIFY), turn.memory.change(facets=facets)


def _question(procedures: Sequence[str]) -> str:
    if len(procedures) == 1:
        return say("answers", "clarify_one")
    group = group_of(procedures)
    return group.question if group else say("answers", "clarify")


def tell(
    turn: Turn,
    record: Procedure,
    facets: tuple[str, ...],
    case: str | None = None,
    alternatives: tuple[str, ...] = (),
) -> Outcome:
    """The answer, and the procedure as the topic of what follows."""
    same = turn.memory.topic == record.id
    case = case or case_in(record, turn.text) or (turn.memory.case if same else None)
    reply = answer(record, [Facet(facet) for facet in facets], turn.today, case)
    numbered = any("@" in button.payload and case is None for button in reply.buttons)
    offered = tuple(button.payload for button in reply.buttons) if numbered else ()
    memory = turn.memory.leave(record.id, turn.work.now).change(case=case, facets=facets, alternatives=alternatives)
    return reply, memory.change(offered=offered, awaiting=None)


def clarify(turn: Turn, procedures: Sequence[str], question: str, facets: Sequence[str], memory: Memory) -> Outcome:
    """One short question with at most five choices, as numbers and as buttons."""
    records = [turn.shelf.records[procedure] for procedure in procedures[:MOST_CHOICES]]
    lines = [say("answers", "choice", number=i, text=record.short_name) for i, record in enumerate(records, 1)]
    asked = [Facet(facet) for facet in facets]
    buttons = tuple(Button(record.short_name, payload(record, asked)) for record in records)
    reply = Reply("\n".join([question, *lines]), Custom(Kind.CLARIFY, codes(records), tuple(facets)), buttons)
    kept = memory.leave(None).change(facets=tuple(facets), alternatives=(), awaiting=None)
    return reply, kept.change(offered=tuple(button.payload for button in buttons))
