from __future__ import annotations

import pytest

from bot.dossiers.ratings import may_be_asked, reasons, without_persons
from bot.dossiers.status import Status
from tests.dossiers.examples import at, dossier

RETURNED = dossier(status=Status.RETURNED, finished_at=at("2026-11-20 09:00"), returned_at=at("2026-11-20 10:00"))


def test_a_result_is_asked_about_soon_after_it_was_handed_out() -> None:
    assert may_be_asked(RETURNED, at("2026-12-20 09:00"))
    assert not may_be_asked(RETURNED, at("2026-12-20 11:00"))
    assert not may_be_asked(dossier(status=Status.COMPLETED), at("2026-11-21 09:00"))


def test_reasons_fit_the_stars() -> None:
    assert "Chờ lâu" in [button.title for button in reasons(3)]
    assert "Nhanh" in [button.title for button in reasons(4)]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Gọi 0900 000 012 không ai nghe", "Gọi *** không ai nghe"),
        ("căn cước 099200000012 bị sai", "căn cước *** bị sai"),
        ("hồ sơ H37.99.99-261118-0001 trễ", "hồ sơ *** trễ"),
        ("hồ sơ 000.00.99.H37-261118-0001 trễ", "hồ sơ *** trễ"),
        ("bhxh 03706/2026/07906 trễ", "bhxh *** trễ"),
        ("viết cho an@example.vn nhé", "viết cho *** nhé"),
        ("chờ 3 lần, 45 phút", "chờ 3 lần, 45 phút"),
    ],
)
def test_a_reason_is_read_without_what_leads_to_a_person(said: str, kept: str) -> None:
    assert without_persons(said) == kept
