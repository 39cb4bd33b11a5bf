"""A handful of imported procedures that nobody offers, and a database that has them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import Engine

from bot.catalogue.portal.imported import FeeKind, Imported, Paper, PrintedFee, PrintedTime, Row, Shape
from bot.catalogue.portal.merge import Seen, procedures
from bot.catalogue.record import Channel, Level, Procedure, TimeUnit
from bot.store.catalogue import File, Report, import_procedures

DAY = dt.date(2026, 11, 20)
FILE = File("chim.jsonl", "0" * 64, "detail", "", 0)
RACE = "1.999011"
RACE_AGAIN = "1.999012"
SCHOOL_PROVINCE = "1.999013"
SCHOOL_COMMUNE = "1.999014"
EXPORT = "1.999015"


def imported(code: str, name: str, level: Level, agency: str) -> Imported:
    fee = PrintedFee(kind=FeeKind.AMOUNT, amount=30_000)
    row = Row(channel=Channel.COUNTER, time=PrintedTime(amount=5, unit=TimeUnit.WORKING_DAY), fee=fee)
    papers = (Paper(name="Đơn đề nghị", originals=1, form=True),)
    return Imported(
        shape=Shape.DETAIL, code=code, name=name, levels=(level,), agency=agency, rows=(row,), papers=papers
    )


RECORDS = (
    imported(RACE, "Cấp Giấy phép tổ chức đua chim bồ câu", Level.PROVINCE, "Sở Chim cảnh"),
    imported(RACE_AGAIN, "Cấp lại Giấy phép tổ chức đua chim bồ câu", Level.PROVINCE, "Sở Chim cảnh"),
    imported(SCHOOL_PROVINCE, "Đăng ký mở lớp dạy vẹt biết nói (cấp tỉnh)", Level.PROVINCE, "Sở Chim cảnh"),
    imported(SCHOOL_COMMUNE, "Đăng ký mở lớp dạy vẹt biết nói (cấp xã)", Level.COMMUNE, "Ủy ban nhân dân cấp xã"),
    imported(EXPORT, "Chấp thuận xuất khẩu tổ yến hun khói", Level.MINISTRY, "Cục Chim cảnh"),
)


def as_procedures() -> list[Procedure]:
    return procedures([Seen(record, DAY) for record in RECORDS], ())


def bring(engine: Engine, records: tuple[Imported, ...], now: dt.datetime) -> Report:
    """Import these into the database."""
    return import_procedures(engine, records, FILE, now)
