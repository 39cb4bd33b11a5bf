"""The pages that are written."""

from __future__ import annotations

from pathlib import Path

from bot.conversations.reply import Kind
from bot.language.reader import Candidate
from evaluation.calibration import Ranked
from evaluation.cases import load_cases
from evaluation.curve_page import FirstDay, Point, draw, flattening
from evaluation.curve_page import page as curve_page
from evaluation.judge import Heard
from evaluation.measure import write_answers
from evaluation.measured import Measured, measure
from evaluation.page import Facts, page
from evaluation.systems import Said

CASES = load_cases()
NEEDS = [case for case in CASES if case.set == "needs"]


class Parrot:
    """Answers everything with one procedure."""

    facets = probabilities = True

    def ask(self, turns: object) -> Said:
        return Said(Kind.ANSWER, ("dang-ky-khai-sinh",), frozenset({"documents"}))

    def rank(self, text: str) -> list[Candidate]:
        return [Candidate("dang-ky-khai-sinh", 0.75)]


PARROT = measure("Ours", Parrot(), CASES)


def right(count: int) -> Measured:
    """So many needs answered rightly, the others refused."""
    heard = [
        Heard(c, Said(Kind.ANSWER, c.procedures, c.facets) if i < count else Said(Kind.ERROR))
        for i, c in enumerate(NEEDS)
    ]
    return Measured("Ours", heard, [Ranked(c, [Candidate(c.procedures[0], 1.0)]) for c in NEEDS], True, True)


def test_the_page_says_what_was_measured_and_how() -> None:
    systems = [PARROT, PARROT._replace(name="BM25", facets=False, probabilities=False)]
    perfect = PARROT._replace(heard=[Heard(c, Said(Kind.ANSWER, c.procedures, c.facets)) for c in CASES])
    text = page(systems, [perfect, PARROT], Facts("2026-11-21", "m", None))
    later = text[text.index("## Two later hands") :]
    assert "| Needs: right | 100.0 | " in later
    assert "| Crisis: heard | 0.0 | 0.0 |" in text
    assert "| Needs: all facets | " in text and "| – |" in text
    assert "| `dang-ky-ket-hon` | `dang-ky-khai-sinh` | " in text
    assert "`make bench-stock` does that (long)" in text
    assert "| Ours | 0.7 to 0.8 | 768 | 0.75 |" in text and "| BM25 | 0." not in text


def test_the_page_says_what_stock_was_trained_on() -> None:
    facts = Facts("2026-11-21", "m", {"epochs": 12, "messages": 7000, "now": 9000})
    text = page([PARROT, PARROT._replace(name="Stock Rasa")], [PARROT, PARROT], facts)
    assert "trained 12 epochs on 7000 messages (9000 are ours today)" in " ".join(text.split())


def test_every_reply_is_kept(tmp_path: Path) -> None:
    write_answers([PARROT], tmp_path / "eval" / "answers.tsv")
    lines = (tmp_path / "eval" / "answers.tsv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(CASES) and {line.count("\t") for line in lines} == {9}


def test_the_curve_flattens_where_ten_more_messages_bring_little() -> None:
    points = [Point(0.0, 0.0, right(100)), Point(0.5, 50.0, right(700)), Point(1.0, 100.0, right(701))]
    assert "at about 50 messages" in flattening(points)
    assert "has not flattened" in flattening(points[:2])


def test_the_curve_has_a_page_and_a_chart() -> None:
    points = [Point(0.0, 0.0, right(100)), Point(1.0, 100.0, right(768))]
    text = curve_page("2026-11-21", points, FirstDay(("dang-ky-khai-sinh",), right(0), right(768)))
    assert "| 100% | 100.0 | 100.0 | 100.0 |" in text
    assert "| The ten, names only | 0.0 |" in text
    assert draw(points) == draw(points) and draw(points).count("<svg") == 1
