"""Detail records that were crawled from the portal's pages: one JSON object a line, cells of tables glued together."""

from __future__ import annotations

import msgspec

from bot.catalogue.portal.codes import read_code
from bot.catalogue.portal.fees import settle
from bot.catalogue.portal.finish import Unreadable, with_flags
from bot.catalogue.portal.imported import Imported, Shape
from bot.catalogue.portal.papers import read_papers
from bot.catalogue.portal.parts import (
    read_decision,
    read_laws,
    read_levels,
    read_lines,
    read_page,
    read_results,
    read_steps,
)
from bot.catalogue.portal.plain import entrance, says_nothing, tidy
from bot.catalogue.portal.rows import read_rows


class Crawled(msgspec.Struct, frozen=True):
    """The fields of a line that we read; others are let pass. The names are the file's."""

    ma_thu_tuc: str
    ten_thu_tuc: str
    detail_url: str | None = None
    so_quyet_dinh: str | None = None
    cap_thuc_hien: str | None = None
    linh_vuc: str | None = None
    doi_tuong_thuc_hien: str | None = None
    co_quan_co_tham_quyen: str | None = None
    dia_chi_tiep_nhan: str | None = None
    trinh_tu_thuc_hien: str | None = None
    cach_thuc_thuc_hien: str | None = None
    thanh_phan_ho_so: str | None = None
    can_cu_phap_ly: str | None = None
    co_quan_thuc_hien: str | None = None
    yeu_cau_dieu_kien: str | None = None
    ket_qua_xu_ly: str | None = None

    def text(self, field: str) -> str:
        """A field, empty where it is missing or says nothing."""
        value = entrance(getattr(self, field) or "")
        return "" if says_nothing(value) else value


def read_crawled(data: object, scope: str = "") -> Imported:
    """One record. Raises Unreadable for a missing or misshaped field or a code that is none."""
    try:
        record = msgspec.convert(data, Crawled)
    except msgspec.ValidationError as error:
        raise Unreadable(f"{error}") from error
    code = read_code(record.ma_thu_tuc)
    name = tidy(record.text("ten_thu_tuc"))
    if code is None or not name:
        raise Unreadable(f"no usable code or name: {record.ma_thu_tuc!r}, {name[:40]!r}")
    text = record.text
    levels, level_flags = read_levels(text("cap_thuc_hien"))
    decision, decision_flags = read_decision(text("so_quyet_dinh"))
    printed, row_flags = read_rows(text("cach_thuc_thuc_hien"), text("trinh_tu_thuc_hien"))
    rows, settled = settle(printed, levels)
    papers = read_papers(text("thanh_phan_ho_so"))
    imported = Imported(
        shape=Shape.DETAIL,
        code=code.text,
        scope=scope,
        name=name,
        levels=levels,
        agency=tidy(text("co_quan_thuc_hien")) or tidy(text("co_quan_co_tham_quyen")),
        address=tidy(text("dia_chi_tiep_nhan")),
        field=tidy(text("linh_vuc")),
        subjects=tuple(filter(None, map(tidy, text("doi_tuong_thuc_hien").split(", ")))),
        rows=rows,
        papers=papers.papers,
        notes=papers.notes,
        steps=read_steps(text("trinh_tu_thuc_hien")),
        conditions=read_lines(text("yeu_cau_dieu_kien")),
        results=read_results(text("ket_qua_xu_ly")),
        legal_basis=read_laws(text("can_cu_phap_ly")),
        decision=decision,
        url=read_page(text("detail_url")),
    )
    return with_flags(imported, code, level_flags | decision_flags | row_flags | settled | papers.flags)
