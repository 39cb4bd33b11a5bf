"""How punctual the unit is: only its published figures, with numerator, denominator and source."""

from __future__ import annotations

from pathlib import Path

import pytest

import actions.telling
from bot.conversations.figures import FiguresError, load_figures
from bot.conversations.reply import Kind
from bot.settings import DEMO_FIGURES, Settings
from tests.support.talk import Talk


@pytest.mark.parametrize(
    "said",
    [
        *("xã tôi giải quyết đúng hạn không", "xa minh co hay tre hen ko", "tỷ lệ đúng hạn ở đây bao nhiêu"),
        *("tỉ lệ hồ sơ trễ hẹn của xã", "thống kê hồ sơ đúng hạn", "bên em làm hồ sơ có đúng hạn ko"),
    ],
)
def test_the_published_figures_are_told(talk: Talk, said: str) -> None:
    reply = talk.say(said)
    newest = load_figures(DEMO_FIGURES)[0]
    assert reply.custom.kind is Kind.HANDOFF
    for words in ("6.118 trên 6.143", "99,59%", "25 hồ sơ trễ hẹn", newest.period, newest.source, "05/11/2026"):
        assert words in reply.text
    assert "MC-" not in reply.text


def test_without_published_figures_none_are_invented(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions.telling, "settings", lambda: Settings(mode="production"))
    reply = talk.say("xã tôi giải quyết đúng hạn không")
    assert "chưa cho em số liệu" in reply.text and "%" not in reply.text


def test_the_question_about_ones_own_dossier_stays_that(talk: Talk) -> None:
    talk.say("hồ sơ H37.99.99-261118-0001 mã tra cứu 7K2M")
    assert "chưa trễ hẹn" in talk.say("có đúng hạn không").text


def test_production_tells_no_invented_figures() -> None:
    assert Settings().figures == DEMO_FIGURES
    assert Settings(mode="production").figures == ""
    assert Settings(mode="production", figures_file="/x.yml").figures == "/x.yml"
    assert load_figures("") == ()


@pytest.mark.parametrize("counts", ["on_time: 11, ended: 10", "on_time: 0, ended: 0", "on_time: -1, ended: 3"])
def test_impossible_figures_are_refused(tmp_path: Path, counts: str) -> None:
    path = tmp_path / "figures.yml"
    path.write_text(f"- {{period: a, {counts}, source: b, published: 2026-01-01}}", encoding="utf-8")
    with pytest.raises(FiguresError, match=r"figures\.yml holds no published figures"):
        load_figures(str(path))
