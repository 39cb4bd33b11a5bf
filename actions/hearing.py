"""About which procedure a message is, in citizens' words, and what is said to it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.context import (
    HINTED,
    asked,
    confusions,
    earlier_topic,
    faded,
    fits_nothing,
    known_names,
    lean,
    named,
)
from actions.elsewhere import about_elsewhere
from actions.lists import show
from actions.names import MAYBE_UNCLEAR, about_shared, bare_name
from actions.several import about_several
from actions.telling import about_unit, clarify, question, tell, unheard
from actions.turn import Outcome, Turn, plain
from bot.catalogue.ages import ages_in, of_age
from bot.catalogue.ambiguity import core, only_one_says, said_barely
from bot.catalogue.answer import case_in
from bot.catalogue.browse import what_to_do_after
from bot.catalogue.doubt import doubted
from bot.catalogue.leftover import leftover
from bot.catalogue.linker import Found
from bot.catalogue.record import Origin, Procedure
from bot.catalogue.resolve import (
    FOUND_SURE,
    TAKES_OVER,
    Resolution,
    chance_of_imported,
    resolve_all,
)
from bot.conversations.reply import Kind
from bot.language.patterns import Browse, asks_about_unit
from bot.language.reader import NONE
from bot.language.reference import corrects
from bot.language.text import fold

AUDIBLE = 0.016
SHORT = 5
ANSWERING = 4.0
# Of 807 messages of other intents that no model had seen, one in a hundred fits an imported title so well.
FIT_ALONE = 16.3


def about_words(turn: Turn) -> Outcome:
    if outcome := about_case(turn) or about_elsewhere(turn) or about_several(turn):
        return outcome
    facets = asked(turn)
    return _about_offered(turn, facets) or about_shared(turn, facets) or _about_heard(turn, facets)


def _about_offered(turn: Turn, facets: tuple[str, ...]) -> Outcome | None:
    """What was just offered, or told earlier, in other words."""
    meant = _among_offered(turn) or earlier_topic(turn)
    return tell(turn, turn.shelf.records[meant], facets) if meant else None


def _about_heard(turn: Turn, facets: tuple[str, ...]) -> Outcome:
    bare = bare_name(turn)
    heard = bare or _repeated(turn) or resolve_all(turn.ranked, turn.imported, lean(turn), confusions())
    resolution = _weighed(turn, heard)
    if resolution.sure:
        return _told(turn, turn.shelf.records[resolution.procedures[0]], bool(bare), facets)
    if event := _turn_in_life(turn):
        return show(turn, event)
    if resolution.procedures:
        return clarify(turn, resolution.procedures, question(resolution.procedures), facets, turn.memory)
    return _about_nothing(turn, facets)


def _told(turn: Turn, record: Procedure, bare: bool, facets: tuple[str, ...]) -> Outcome:
    if not bare and fits_nothing(turn, record.id):
        return unheard(turn, record, facets)
    ranked = turn.ranked if record.origin is Origin.CURATED else turn.imported.ranked
    others = tuple(c.id for c in ranked if c.id not in (NONE, record.id) and c.score >= AUDIBLE)
    return tell(turn, record, facets, alternatives=others)


def _turn_in_life(turn: Turn) -> Browse | None:
    """What is told and leaves open what it takes, "vợ em mới đẻ thì làm gì trước"; not in a talk about something."""
    return what_to_do_after(turn.text) if turn.topic is None and turn.unclear >= MAYBE_UNCLEAR else None


def _repeated(turn: Turn) -> Resolution | None:
    """The topic, where all that the message says besides asking stands in its name: "tiền sang tên" of a vehicle."""
    said = set(leftover(turn.text).split())
    same = turn.topic and said and said <= set(core(turn.topic.short_name).split()) and not corrects(turn.text)
    return Resolution((turn.topic.id,)) if turn.topic and same else None


def _weighed(turn: Turn, resolution: Resolution) -> Resolution:
    """Not the best heard alone where the words leave open which, or tell an age that it is not for."""
    doubt = doubted(resolution, turn.ranked, turn.unclear)
    if turn.topic is None or turn.topic.id not in doubt.procedures:
        resolution = doubt
    ages = ages_in(turn.text)
    return resolution._replace(procedures=of_age(resolution.procedures, ages[0])) if len(ages) == 1 else resolution


def about_topic(turn: Turn) -> Outcome | None:
    """A question that the intent model would refuse, and that only asks on: about the topic, "phi bao nhieu", or about
    what was just offered."""
    if not turn.facets or leftover(turn.text):
        return None
    if turn.topic:
        return tell(turn, turn.topic, asked(turn))
    return clarify(turn, turn.offered, question(turn.offered), asked(turn), turn.memory) if turn.offered else None


def about_imported(turn: Turn) -> Outcome | None:
    """What the intent model refuses because nobody taught it, while an imported title fits it surely."""
    fits = turn.imported.fit >= FIT_ALONE and chance_of_imported(turn.ranked, turn.imported) >= TAKES_OVER
    return about_words(turn) if fits else None


def about_case(turn: Turn) -> Outcome | None:
    """The answer to a question of ours which case it is, in the citizen's words or those of the button."""
    record = turn.topic
    asking = any("@" in payload for payload in turn.memory.offered)
    if not record or not record.cases or not asking or _names_another(turn, record.id):
        return None
    labels = [option.label for option in record.cases.options]
    same = [i for i, label in enumerate(labels) if fold(label) == fold(turn.text.strip(" ."))]
    # Whoever says no more than the procedure's name asks again and does not answer.
    names = set(core(turn.text).split()) <= set(core(record.short_name).split())
    said = same[0] if same else None if names else only_one_says(turn.text, labels)
    case = record.cases.options[said].id if said is not None else case_in(record, turn.text)
    return tell(turn, record, turn.memory.facets, case) if case else None


def _names_another(turn: Turn, topic: str) -> bool:
    bare = bare_name(turn)
    return bare is not None and topic not in bare.procedures


def about_bare_name(turn: Turn) -> Outcome | None:
    """A name and nothing more, too short for the model to know that it asks: "ket hon"."""
    return about_words(turn) if core(turn.text) in known_names() else None


def about_named(turn: Turn) -> Outcome | None:
    """The answer about a procedure that is plainly named, or the question about a name that several share."""
    return about_words(turn) if named(turn) or said_barely(turn.text) else None


def beside_small_talk(turn: Turn) -> Outcome | None:
    """ "Chào em, cho anh hỏi làm hộ chiếu": the question behind the greeting."""
    return about_words(turn) if len(turn.text.split()) > SHORT and named(turn) else None


def _about_nothing(turn: Turn, facets: tuple[str, ...]) -> Outcome:
    """No procedure in the message and none in the talk: what was offered before, or a plain question."""
    procedures = turn.offered or faded(turn)
    if procedures:
        return clarify(turn, procedures, question(procedures), facets, turn.memory)
    if asks_about_unit(turn.text):
        return about_unit(turn)
    return plain("unsure" if leftover(turn.text) else "no_topic", Kind.CLARIFY), turn.memory.change(facets=facets)


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
