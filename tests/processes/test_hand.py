"""What a sender that died had on its way, as the next one reads it."""

from __future__ import annotations

from pathlib import Path

from bot.store.delivery import Gone, Left
from processes import hand
from processes.hand import Hand, left_in


def test_it_tells_what_was_begun_and_what_had_arrived(tmp_path: Path) -> None:
    page, gone = Hand(tmp_path / "1.hand"), Gone(7, "s1:a", 2, "m7", "zalo-1", 0.0)
    for parcel in (7, 8, 9):
        page.begin(parcel)
    page.end(7, gone)
    page.end(9)
    assert left_in(tmp_path / "1.hand") == Left((8,), (gone,))
    page.forget([gone])
    assert left_in(tmp_path / "1.hand") == Left((8,), ())


def test_nobody_knows_where_there_is_no_page_or_half_of_one(tmp_path: Path) -> None:
    assert left_in(tmp_path / "1.hand") is None
    (tmp_path / "1.hand").write_text('["x",[1')
    assert left_in(tmp_path / "1.hand") is None


def test_after_the_machine_went_down_nobody_knows(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    Hand(tmp_path / "1.hand").begin(1)
    (tmp_path / "boot_id").write_text("another")
    monkeypatch.setattr(hand, "_BOOT", tmp_path / "boot_id")
    assert left_in(tmp_path / "1.hand") is None


def test_a_sender_that_ends_leaves_nothing(tmp_path: Path) -> None:
    Hand(tmp_path / "1.hand").close(keep=False)
    assert list(tmp_path.iterdir()) == []
