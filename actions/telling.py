"""Answering about one procedure, or asking which: the reply, and what to remember of it."""

from __future__ import annotations

from collections.abc import Sequence

from actions.turn import Outcome, Turn, plain, settings, unit
from bot.catalogue.ambiguity import group_of
from bot.catalogue.answer import MOST_BUTTONS, answer, case_in, codes, payload
from bot.catalogue.brief import brief
from bot.catalogue.opening import opening
from bot.catalogue.record import Facet, Procedure
from bot.catalogue.resolve import MOST_CHOICES
from bot.conversations.channels import can_share
from bot.conversations.figures import load_figures
from bot.conversations.memory import Memory
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.dossiers.texts import say_count
from bot.language.short_words import asks_nearest
from bot.texts import say, texts

# Channels that can make their own control of it, which sends where the person is.
SHARE_PLACE = "#share-location"


def tell(
    turn: Turn,
    record: Procedure,
    facets: tuple[str, ...],
    case: str | None = None,
    alternatives: tuple[str, ...] = (),
    short: bool = False,
) -> Outcome:
    """The answer, and the procedure as the topic of what follows. ``short``: without what makes it long."""
    same = turn.memory.topic == record.id
    case = case or case_in(record, turn.text) or (turn.memory.case if same else None)
    first, asked = opening(record, turn.text, [Facet(facet) for facet in facets], turn.today)
    # Behind a yes or no the list of papers is only there to look it up.
    shown = brief(record) if short or (first and Facet.DOCUMENTS in asked) else record
    reply = answer(shown, asked, turn.today, case, first)
    facets = tuple(facet.value for facet in asked)
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


def unheard(turn: Turn, topic: Procedure, facets: Sequence[str]) -> Outcome:
    """What is about the topic at best is not answered from it: how to go on is said, and the topic stays."""
    labels = texts("answers")["facet_buttons"]
    buttons = tuple(Button(label, payload(topic, [Facet(facet)])) for facet, label in labels.items())[:MOST_BUTTONS]
    custom = Custom(Kind.CLARIFY, codes([topic]), tuple(facets))
    return Reply(say("talk", "unheard", name=topic.short_name), custom, buttons), turn.memory


def question(procedures: Sequence[str]) -> str:
    if len(procedures) == 1:
        return say("answers", "clarify_one")
    group = group_of(procedures)
    return group.question if group else say("answers", "clarify")


def unknown_code(turn: Turn, code: str) -> Outcome:
    """No record has this national code."""
    return plain("unknown_code", Kind.REFUSAL, code=code), turn.memory


def asks_back(reply: Reply, memory: Memory) -> bool:
    """Whether a reply of ours waits for an answer of the person."""
    return memory.awaiting is not None or bool(memory.offered) or reply.custom.kind in (Kind.CLARIFY, Kind.VERIFY)


def about_unit(turn: Turn) -> Outcome:
    """Where the one-stop shop is, when it is open and by which numbers: no ticket, nobody is waited for. To name the
    nearest counter we have to know where the person is."""
    if (asks_nearest(turn.text) or turn.text == SHARE_PLACE) and can_share(turn.work.channel, "place"):
        button = Button(say("events", "place_button"), SHARE_PLACE)
        return Reply(say("events", "send_place"), Custom(Kind.HANDOFF), (button,)), turn.memory
    return plain("unit", Kind.HANDOFF, **facts_of_unit()), turn.memory


def about_figures(turn: Turn) -> Outcome:
    """How punctual the unit is, in its own published figures."""
    figures = load_figures(settings().figures)
    if not figures:
        return plain("no_figures", Kind.HANDOFF, unit=unit().name), turn.memory
    newest = figures[0]
    values = {"period": newest.period, "percent": newest.percent, "source": newest.source, "unit": unit().name}
    counts = {"on_time": newest.on_time, "ended": newest.ended, "late": newest.ended - newest.on_time}
    told = {name: say_count(count) for name, count in counts.items()}
    return plain("figures", Kind.HANDOFF, **values, **told, published=f"{newest.published:%d/%m/%Y}"), turn.memory


def facts_of_unit() -> dict[str, str]:
    lines = [say("talk", "hotline", name=h.name, number=h.number) for h in unit().hotlines]
    values = {"unit": unit().name, "address": unit().address, "hours": unit().hours}
    return values | {"counters": "\n".join(unit().lines), "hotlines": "; ".join(lines)}
