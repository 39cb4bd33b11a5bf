"""One reply to a message with several wishes: a numbered heading for each, and a question for what is unclear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bot.catalogue.answer import case_in, codes, facts, find_case, in_order, payload, source_line, title
from bot.catalogue.record import Facet, Procedure
from bot.catalogue.wishes import Wish
from bot.conversations.reply import Button, Custom, Kind, Reply
from bot.texts import say

MOST_ANSWERS = 4


class Together(NamedTuple):
    """``offered``: payloads in the order of the numbers in the text. ``told``: the procedures answered, in order."""

    reply: Reply
    offered: tuple[str, ...]
    told: tuple[str, ...]


def together(wishes: Sequence[Wish], records: Mapping[str, Procedure], today: dt.date) -> Together:
    """Answers in the order of the message, then what is left over by name, then one question at most."""
    clear = [wish for wish in wishes if not wish.unclear]
    told, left = clear[:MOST_ANSWERS], clear[MOST_ANSWERS:]
    answered = [records[wish.procedures[0]] for wish in told]
    choices = [_button(records[wish.procedures[0]], wish) for wish in told]
    blocks = [_block(number, wish, records, today) for number, wish in enumerate(told, 1)]
    unclear = [wish for wish in wishes if wish.unclear]
    more = _left(left, len(told), records) if left else _unclear(unclear[:1], len(told), records)
    later = [say("answers", "several_later", text=wish.said) for wish in (unclear if left else unclear[1:])]
    text = "\n\n".join([say("answers", "several", count=len(wishes)), *blocks, *later, *more.blocks])
    facets = in_order([facet for wish in told for facet in _asked(wish)])
    custom = Custom(Kind.ANSWER, codes(answered), tuple(facet.value for facet in facets))
    offered = tuple(button.payload for button in (*choices, *more.buttons))
    return Together(
        Reply(text, custom, tuple(more.buttons or choices)), offered, tuple(record.id for record in answered)
    )


class _More(NamedTuple):
    blocks: list[str]
    buttons: list[Button]


def _block(number: int, wish: Wish, records: Mapping[str, Procedure], today: dt.date) -> str:
    record, asked = records[wish.procedures[0]], _asked(wish)
    case = find_case(record, case_in(record, wish.text))
    open_case = Facet.DOCUMENTS in asked and record.cases and not case
    cases = [say("answers", "several_cases", number=number)] if open_case else []
    who = wish.who[:1].upper() + wish.who[1:]
    heading = say("answers", "numbered_for" if who else "numbered", number=number, title=title(record), who=who)
    return "\n".join([heading, *facts(record, asked, today, case), *cases, source_line(record)])


def _left(wishes: Sequence[Wish], before: int, records: Mapping[str, Procedure]) -> _More:
    """Those beyond the most that one message can tell."""
    buttons = [_button(records[wish.procedures[0]], wish) for wish in wishes]
    return _More([_listed(say("answers", "several_left", count=before), buttons, before)], buttons)


def _unclear(wishes: Sequence[Wish], before: int, records: Mapping[str, Procedure]) -> _More:
    """The question of a wish that fits several procedures."""
    asked = [(wish, wish.unclear) for wish in wishes if wish.unclear]
    buttons = [_button(records[choice], wish) for wish, _ in asked for choice in wish.procedures]
    questions = [say("answers", "several_unclear", text=wish.said, question=group.question) for wish, group in asked]
    return _More([_listed(question, buttons, before) for question in questions], buttons)


def _listed(line: str, buttons: Sequence[Button], before: int) -> str:
    numbered = [say("answers", "choice", number=i, text=b.title) for i, b in enumerate(buttons, before + 1)]
    return "\n".join([line, *numbered])


def _button(record: Procedure, wish: Wish) -> Button:
    return Button(record.short_name, payload(record, [Facet(facet) for facet in wish.facets]))


def _asked(wish: Wish) -> list[Facet]:
    return in_order([Facet(facet) for facet in wish.facets])
