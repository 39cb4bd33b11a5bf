"""Folded Vietnamese syllables: which there are, what Telex and VNI keys leave of them, and how they are mistyped."""

from __future__ import annotations

import re
from string import ascii_lowercase

_ONSETS = """
b c ch d g gh gi h k kh l m n ng ngh nh p ph q qu r s t th tr v x
"""
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay e ec em en eng eo ep et eu i ia ich iec iem ien ieng iep iet ieu im in inh ip
it iu o oa oac oach oai oam oan oang oanh oat oay oc oe oen oeo oet oi om on ong op ot u ua uan uang uat
uay uc ue uech uen uenh ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu uy uya uych uyen uyet uynh uyt uyu y
yem yen yet yeu
"""
_SYLLABLES = frozenset(onset + rime for onset in ("", *_ONSETS.split()) for rime in _RIMES.split())
_SAME_SOUND = (("tr", "ch"), ("s", "x"), ("gi", "d"), ("gi", "r"), ("d", "r"), ("d", "v"), ("l", "n"))
_VNI = re.compile(r"(?<=[a-z])[0-9]")
_START = re.compile(r"[^aeiouyw]*[aeiouyw]")
_TONES = re.compile(r"[fjrsxwz]")
_TWICE = re.compile(r"([adeiou])\1+")
# With a slip in it; no syllable has more than seven letters.
LONGEST = 10


def is_syllable(word: str) -> bool:
    return word in _SYLLABLES


def without_keys(word: str) -> str:
    """What is meant where Telex or VNI did not take: "tieefn" → tien, "dduwowcj" → duoc, "gia6y1" → giay."""
    letters = _VNI.sub("", word)
    if start := _START.match(letters):
        head = start[0][:-1] + "u" if start[0].endswith("w") else start[0]
        letters = head + _TONES.sub("", letters[start.end() :])
    return _TWICE.sub(r"\1", letters)


def same_sounds(word: str) -> set[str]:
    """The word with the first sounds that speakers do not tell apart: "trứng" and chứng, "xinh" and sinh."""
    pairs = (*_SAME_SOUND, *((b, a) for a, b in _SAME_SOUND))
    return {b + word[len(a) :] for a, b in pairs if word.startswith(a)}


def one_slip(word: str) -> set[str]:
    """Everything a letter too much, too few, wrong, or two swapped away from the word; nothing for what is too long."""
    if len(word) > LONGEST:
        return set()
    cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    fewer = {a + b[1:] for a, b in cuts if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    wrong = {a + c + b[1:] for a, b in cuts if b for c in ascii_lowercase}
    return fewer | swapped | wrong | {a + c + b for a, b in cuts for c in ascii_lowercase}
