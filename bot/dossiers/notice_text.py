"""The words of a notice. It may be read over a shoulder: no whole code, no whole name, nothing of what is asked for."""

from __future__ import annotations

import datetime as dt

from bot.conversations.reply import Custom, Kind, Reply
from bot.dossiers.answer import mask_name, status_label, todo_lines
from bot.dossiers.dossier import Dossier
from bot.dossiers.notices import NoticeKind
from bot.dossiers.ratings import question
from bot.dossiers.status import Status
from bot.dossiers.texts import say_amount, say_day
from bot.dossiers.when import may_move, when_lines
from bot.texts import say, texts

DEMANDS = {NoticeKind.PAPERS, NoticeKind.PAYMENT}


def short_code(code: str) -> str:
    """Enough to tell one's own dossiers apart: ``H37…0001``."""
    return f"{code[:3]}…{code[-4:]}"


def notice_reply(kind: NoticeKind, dossier: Dossier, now: dt.datetime, rated: str | None = None) -> Reply:
    """``rated``: the pseudonym under which the result is to be rated, where that is asked."""
    lines = [_head(kind, dossier), *_body(kind, dossier, now), say("notices", "more")]
    if rated is None:
        return Reply("\n".join(lines), Custom(Kind.STATUS))
    asked, buttons = question(rated)
    return Reply("\n".join([*lines, asked]), Custom(Kind.STATUS), buttons)


def _head(kind: NoticeKind, dossier: Dossier) -> str:
    values = {"code": short_code(dossier.code), "name": mask_name(dossier.applicant_name)}
    values |= {"status": status_label(dossier.status), "date": say_day(dossier.day_ahead) if dossier.day_ahead else ""}
    promised_anew = dossier.day_ahead != dossier.due_at
    unsure = {NoticeKind.DUE_SOON: may_move(dossier) and not promised_anew, NoticeKind.OVERDUE: dossier.due_expected}
    return say("notices", f"{kind.value}_expected" if unsure.get(kind) else kind.value, **values)


def _body(kind: NoticeKind, dossier: Dossier, now: dt.datetime) -> list[str]:
    """What to do, and when it will be ready."""
    if kind in DEMANDS:
        return _demand(kind, dossier)
    if kind is NoticeKind.RETURNED:
        return todo_lines(dossier, now)
    if kind is NoticeKind.OVERDUE:
        return when_lines(dossier, now)
    ahead = when_lines(dossier, now) if kind is NoticeKind.STATUS and dossier.status is not Status.SUBMITTED else []
    return [*todo_lines(dossier, now), *ahead]


def _demand(kind: NoticeKind, dossier: Dossier) -> list[str]:
    """How much and until when. Which papers is said to who proves again: their names tell what it is about."""
    words, lines = texts("notices")["demands"], []
    if kind is NoticeKind.PAPERS:
        lines.append(words["papers"].format(count=len(dossier.missing)) if dossier.missing else words["unlisted"])
    elif dossier.amount_due:
        lines.append(words["amount"].format(amount=say_amount(dossier.amount_due)))
    if dossier.supply_by:
        lines.append(words["by"].format(date=say_day(dossier.supply_by)))
    return [*lines, words["pay_where"]] if kind is NoticeKind.PAYMENT else lines
