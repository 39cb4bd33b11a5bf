"""The words of a notice. It may be read over a shoulder: no whole code, no whole name, nothing of what is asked for,
and nothing in the office's own words, which may name people."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from bot.conversations.reply import Custom, Kind, Reply
from bot.dossiers.answer import mask_name, status_label, todo_lines
from bot.dossiers.dossier import Dossier
from bot.dossiers.notices import NoticeKind
from bot.dossiers.ratings import question
from bot.dossiers.status import Delivery, Status
from bot.dossiers.texts import local_day, say_amount, say_day
from bot.dossiers.when import may_move, when_lines
from bot.texts import say, texts

# By post: the head says so.
_POSTED = (Delivery.SENT, Delivery.DELIVERED)
_RESULT = (NoticeKind.READY, NoticeKind.RETURNED)


def short_code(code: str) -> str:
    """Enough to tell one's own dossiers apart: ``H37…0001``."""
    return f"{code[:3]}…{code[-4:]}"


def notice_reply(kind: NoticeKind, dossier: Dossier, now: dt.datetime, rated: str | None = None) -> Reply:
    """``rated``: the pseudonym under which the result is to be rated, where that is asked."""
    dossier = replace(dossier, reason=None)
    lines = [_head(kind, dossier), *_body(kind, dossier, now), say("notices", "more")]
    short = _short(kind, dossier, now)
    if rated is None:
        return Reply("\n".join(lines), Custom(Kind.STATUS), short=short)
    asked, buttons = question(rated)
    return Reply("\n".join([*lines, asked]), Custom(Kind.STATUS), buttons, short)


def _head(kind: NoticeKind, dossier: Dossier) -> str:
    return say("notices", _key(kind, dossier), **_values(dossier))


def _key(kind: NoticeKind, dossier: Dossier) -> str:
    if kind in _RESULT and dossier.delivery in _POSTED:
        return dossier.delivery.value
    moves = may_move(dossier) and dossier.day_ahead == dossier.due_at
    unsure = {NoticeKind.DUE_SOON: moves, NoticeKind.MOVED: moves, NoticeKind.OVERDUE: dossier.due_expected}
    return f"{kind.value}_expected" if unsure.get(kind) else kind.value


def _values(dossier: Dossier) -> dict[str, str]:
    values = {"code": short_code(dossier.code), "name": mask_name(dossier.applicant_name)}
    ahead = say_day(dossier.day_ahead) if dossier.day_ahead else ""
    return {**values, "status": status_label(dossier.status), "date": ahead}


def _body(kind: NoticeKind, dossier: Dossier, now: dt.datetime) -> list[str]:
    """What to do, and when it will be ready."""
    if kind in (NoticeKind.PAPERS, NoticeKind.PAYMENT):
        return _demand(kind, dossier, now)
    if kind is NoticeKind.OVERDUE:
        return when_lines(dossier, now)
    todo = todo_lines(replace(dossier, payment=None) if dossier.owes_for_result else dossier, now)
    if dossier.owes_for_result:
        return [*todo, *_demand(NoticeKind.PAYMENT, dossier, now)]
    ahead = kind is NoticeKind.STATUS and dossier.status is not Status.SUBMITTED
    return [*todo, *(when_lines(dossier, now) if ahead else [])]


def _demand(kind: NoticeKind, dossier: Dossier, now: dt.datetime, form: str = "demands") -> list[str]:
    """How much and until when. Which papers is said to who proves again: their names tell what it is about."""
    words, lines = texts("notices")[form], []
    if kind is NoticeKind.PAPERS:
        count = len(set(dossier.missing))
        lines.append(words["papers"].format(count=count) if count else words["unlisted"])
    elif dossier.amount_due:
        lines.append(words["amount"].format(amount=say_amount(dossier.amount_due)))
    if dossier.supply_by:
        by = f"{kind.value}_passed" if local_day(now) > dossier.supply_by else "by"
        lines.append(words[by].format(date=say_day(dossier.supply_by)))
    return lines if kind is NoticeKind.PAPERS else [*lines, words["pay_where"]]


def _short(kind: NoticeKind, dossier: Dossier, now: dt.datetime) -> str:
    """What matters most of it, in a line of at most 200 characters, so without the name."""
    words = texts("notices")["short"]
    head = words[_key(kind, dossier)].format(**_values(dossier))
    return " ".join([head, *_short_body(kind, dossier, now), words["more"]])


def _short_body(kind: NoticeKind, dossier: Dossier, now: dt.datetime) -> list[str]:
    words, values = texts("notices")["short_body"], _values(dossier)
    if kind is NoticeKind.PAPERS:
        return _demand(kind, dossier, now, "short_body")
    if kind is NoticeKind.PAYMENT or dossier.owes_for_result:
        return _demand(NoticeKind.PAYMENT, dossier, now, "short_body")
    if kind is NoticeKind.READY and dossier.delivery not in _POSTED:
        return [words["bring" if dossier.is_to_collect else "electronic"]]
    if kind not in (NoticeKind.STATUS, NoticeKind.OVERDUE) or not (dossier.status.clock_runs and dossier.day_ahead):
        return []
    late = [words["late"]] if kind is NoticeKind.STATUS and dossier.is_overdue(now) else []
    if dossier.new_due_at:
        return [*late, words["new_date" if now <= dossier.new_due_at else "new_date_passed"].format(**values)]
    expected = "due_expected" if may_move(dossier) else "due"
    return late or ([words[expected].format(**values)] if kind is NoticeKind.STATUS else [])
