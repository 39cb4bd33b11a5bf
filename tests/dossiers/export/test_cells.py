from __future__ import annotations

import pytest

from bot.dossiers.export.cells import Cell, Unreadable, amount_of, lines_of, mask, paragraph_of, text_of


def test_text_is_one_line_in_nfc() -> None:
    assert text_of("  Nguye\u0302\u0303n\u00a0 Va\u0306n A\u200b\r\n") == "Nguyễn Văn A"
    assert (text_of(900000012.0), text_of(7), text_of(None)) == ("900000012", "7", "")


@pytest.mark.parametrize("cell", ["'0900000012", '="0900000012"', "' 0900000012 ", '="0900000012 "'])
def test_a_number_that_a_spreadsheet_keeps_as_text_has_no_marks(cell: str) -> None:
    assert text_of(cell) == "0900000012"


@pytest.mark.parametrize(
    "cell", ["NULL", "null", "(null)", "N/A", "#N/A", "None", "NaN", "NaT", "-", " -- ", "—", "...", "'"]
)
def test_what_stands_for_nothing_is_empty(cell: str) -> None:
    assert (text_of(cell), paragraph_of(cell), lines_of(cell), amount_of(cell)) == ("", "", (), None)


@pytest.mark.parametrize(
    "cell", ["Nguyá»…n VÄƒn A", "LÃª Thá»‹ B", "Äá»— Æ°á»›c", "Nguy\ufffdn V\ufffdn A", "Nguy?n V?n A", "Tr?n Th? ?i?p"]
)
def test_a_text_whose_letters_are_lost_names_the_cure(cell: str) -> None:
    with pytest.raises(Unreadable, match=r"letters are lost: export it again as UTF-8, or .*--encoding"):
        text_of(cell)


@pytest.mark.parametrize("cell", ["UBND XÃ MẪU", "Đã đủ giấy tờ chưa?", "https://vi.du/ho-so?ma=7", "MÁ, ĐÃ – XÃ"])
def test_whole_letters_are_taken(cell: str) -> None:
    assert text_of(cell) == cell


@pytest.mark.parametrize(
    ("cell", "reason"), [("=VLOOKUP(A1)", "a formula"), ("#REF!", "an error"), ("#NAME?", "an error")]
)
def test_what_a_spreadsheet_could_not_work_out_is_no_text(cell: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=f"{reason}.* in place of a value"):
        text_of(cell)


def test_a_line_break_is_an_open_quotation_mark() -> None:
    with pytest.raises(Unreadable, match="a line break: is a quotation mark left open"):
        text_of("Tách hộ,x\r\n2,H37.99.99-261118-0002")


def test_a_reason_and_a_list_of_papers_may_have_several_lines_but_not_those_of_other_rows() -> None:
    assert paragraph_of("Thiếu tờ khai\nvà bản sao") == "Thiếu tờ khai và bản sao"
    assert lines_of("Tờ khai\nBản sao, có chứng thực") == ("Tờ khai", "Bản sao, có chứng thực")
    for read in (paragraph_of, lines_of):
        with pytest.raises(Unreadable, match="it holds other rows"):
            read("Thiếu tờ khai\n2,H37.99.99-261118-0002,Tách hộ,NGUYỄN VĂN A")
        with pytest.raises(Unreadable, match="quotation mark"):
            read("x\n" * 1_001)


def test_an_endless_text_is_an_open_quotation_mark() -> None:
    with pytest.raises(Unreadable, match="quotation mark"):
        text_of("x" * 2_001)


def test_the_items_of_a_list() -> None:
    assert lines_of("1. Tờ khai\n- Bản sao; Giấy ủy quyền\n\n") == ("Tờ khai", "Bản sao", "Giấy ủy quyền")


@pytest.mark.parametrize(
    "cell",
    [
        *("1.250.000", "1,250,000 đồng", "1250000đ", 1250000, 1250000.0, "1 250 000 VNĐ"),
        *("1250000.00", "1250000,0", "1.250.000,00", "1,250,000.00", "1250000.0000", "'1250000"),
    ],
)
def test_amounts(cell: Cell) -> None:
    assert amount_of(cell) == 1_250_000


@pytest.mark.parametrize("cell", [0, 0.0, "0", "0 đồng", "0.00", "0.0000", "Miễn phí", "Theo quy định", "", None])
def test_where_nothing_is_due_there_is_no_amount(cell: Cell) -> None:
    assert amount_of(cell) is None


@pytest.mark.parametrize("cell", ["-5", "1.25", "1.250,000", "12,5 triệu", "15.000 - 20.000", 1.5])
def test_no_amounts(cell: Cell) -> None:
    with pytest.raises(Unreadable, match="no amount"):
        amount_of(cell)


def test_a_mask_shows_the_shape_and_nothing_else() -> None:
    assert mask("Nguyễn Văn A, 0900 000 012") == "xxxxxx xxx x, 9999 999 999"
    assert mask("x" * 100) == "x" * 30 + "…"
