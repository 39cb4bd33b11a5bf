"""``text[start:end] == token`` for whatever is typed, and the known traps of word segmentation."""

from __future__ import annotations

import logging
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from underthesea import word_tokenize

from bot.dialogue.tokenizer import VietnameseTokenizer
from bot.language.text import fold
from bot.language.words import segment
from bot.settings import ROOT

TOKENIZER = VietnameseTokenizer(VietnameseTokenizer.get_default_config())
SENTENCES = (
    "Đăng ký khai sinh cho con cần giấy tờ gì ạ",
    "Ủy ban nhân dân xã xác nhận tình trạng hôn nhân",
    "Uỷ ban nhân dân phường hoà giải tranh chấp đất đai, uỷ quyền cho người khác",
    "hồ sơ H37.99.99-261118-0001 tới đâu rồi???",
    "CẤP PHIẾU LÝ LỊCH TƯ PHÁP SỐ 1",
    "lam giay khai sinh cho be o phuong Ben Nghe mat bao lau",
    "e hỏi sổ đỏ 🏠 tách thửa, phí 100.000đ/m2 k ạ :))",
)
VIETNAMESE = "aáàảãạăắằẳẵặâấầẩẫậeéèẻẽẹêếềểễệiíìỉĩịoóòỏõọôốồổỗộơớờởỡợuúùủũụưứừửữựyýỳỷỹỵđbcghklmnpqrstvx"
SYLLABLES = st.text(VIETNAMESE, min_size=1, max_size=6)
BLANKS = st.sampled_from([" ", "  ", "\n", "\r\n", "\t", "\u00a0", "\u3000"])
EXTRAS = st.sampled_from(
    ["👶", "👨‍👩‍👧", "🇻🇳", "!!!", "...", ",", "/", "#", "_", "10%", "1.001193", "\u200b", "\u0301"]
)
FORMS = st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])


def tokens(text: str) -> list[str]:
    return [token.text for token in check(text)]


def check(text: str):  # type: ignore[no-untyped-def]
    """The tokens of a text: in order, apart, not blank, each its own place, all that is not blank in one of them."""
    found = TOKENIZER.tokenize(Message({TEXT: text}), TEXT)
    end = 0
    for token in found:
        assert text[token.start : token.end] == token.text
        assert token.start >= end
        assert token.text.strip() == token.text != ""
        assert token.lemma == (fold(token.text) or token.text)
        assert text[end : token.start].strip() == ""
        end = token.end
    assert text[end:].strip() == ""
    return found


@given(st.text())
def test_any_text(text: str) -> None:
    check(text)


@given(st.lists(st.one_of(SYLLABLES, BLANKS, EXTRAS), max_size=30), FORMS)
def test_what_looks_like_vietnamese(parts: list[str], form: str) -> None:
    check(unicodedata.normalize(form, "".join(parts)))


@given(
    st.sampled_from(SENTENCES), FORMS, st.lists(st.tuples(st.integers(0, 80), st.one_of(BLANKS, EXTRAS)), max_size=6)
)
def test_sentences_with_things_put_into_them(sentence: str, form: str, things: list[tuple[int, str]]) -> None:
    text = unicodedata.normalize(form, sentence)
    for place, thing in things:
        text = text[:place] + thing + text[place:]
    check(text)


@given(st.sampled_from(SENTENCES), st.sampled_from([str.lower, str.upper, str.title, fold, str.swapcase]))
def test_sentences_in_other_letters(sentence: str, change) -> None:  # type: ignore[no-untyped-def]
    check(change(sentence))


@pytest.mark.parametrize("text", ["", " ", "\n\t", "a", "đ", "́", "👶", "\x00", "ﬁ", "İ", "ẞ" * 3, "a" * 5000])
def test_edges(text: str) -> None:
    check(text)


def test_trap_1_old_tone_marks_stay_as_typed_and_compounds_together() -> None:
    assert tokens("uỷ ban nhân dân hoà giải") == ["uỷ ban nhân dân", "hoà giải"]
    for word in ("hoà", "hòa", "uỷ", "ủy"):
        assert tokens(word) == [word]


@pytest.mark.parametrize("blank", ["  ", "   ", "\n", "\r\n", "\t"])
def test_trap_2_blanks_within_a_compound(blank: str) -> None:
    assert tokens(f"đăng ký khai{blank}sinh cho con") == ["đăng ký", f"khai{blank}sinh", "cho", "con"]


def test_trap_3_nfd_is_cut_at_the_same_places() -> None:
    for sentence in SENTENCES:
        decomposed = unicodedata.normalize("NFD", sentence)
        assert [unicodedata.normalize("NFC", token) for token in tokens(decomposed)] == tokens(sentence)


def test_trap_4_sixteen_threads_at_their_first_call() -> None:
    code = """
import threading
from bot.language.words import segment
start, counts = threading.Barrier(16), []
def work():
    start.wait()
    counts.append(len(segment("đăng ký khai sinh cho con")))
threads = [threading.Thread(target=work) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(counts)
"""
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == str([4] * 16)
    assert ended.stderr == ""


def test_trap_5_fixed_words_of_another_caller_do_not_leak() -> None:
    before = tokens("lệ phí tách thửa đất")
    word_tokenize("x", fixed_words=["phí tách thửa"])
    assert tokens("lệ phí tách thửa đất") == before


def test_trap_6_a_text_without_marks_has_folded_features() -> None:
    found = check("lam can cuoc cong dan")
    assert " ".join(token.lemma for token in found) == "lam can cuoc cong dan"
    accented = check("làm căn cước công dân")
    assert " ".join(token.lemma for token in accented) == "lam can cuoc cong dan"


def test_trap_7_capitals_are_cut_like_small_letters() -> None:
    for sentence in SENTENCES:
        upper = [(word.start, word.end) for word in segment(sentence.upper())]
        assert upper == [(word.start, word.end) for word in segment(sentence.lower())]


def test_trap_8_the_root_logger_is_left_alone() -> None:
    code = """
import logging
before = (list(logging.getLogger().handlers), logging.getLogger().level, logging.root.manager.disable)
from bot.language.words import segment
segment("đăng ký khai sinh")
assert (list(logging.getLogger().handlers), logging.getLogger().level, logging.root.manager.disable) == before
"""
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert logging.root.manager.disable == 0


def test_the_same_in_training_and_in_talking() -> None:
    """Rasa tokenizes other attributes of training examples too."""
    message = Message({TEXT: "khai sinh", "response": "đăng ký khai sinh"})
    assert [token.text for token in TOKENIZER.tokenize(message, "response")] == ["đăng ký", "khai sinh"]
