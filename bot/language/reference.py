"""How a message leans on what was said before: it goes back, takes something back, or compares."""

from __future__ import annotations

import re

from bot.language.text import fold, nfc

_BACK = re.compile(
    r"\b(?:hoi|khi|ban) nay\b|\bluc (?:nay|dau|truoc)\b|\b(?:quay|tro) (?:lai|ve)\b(?! nuoc| viet nam| vn| lam| kinh)|"
    r"\b(?:o|phia) tren\b|\bhoi (?:dau|truoc|som)\b|\bvua (?:roi|nay)\b|"
    r"\b(?:ban dau|dau tien|luc dau|truoc do) (?:\w+ )?hoi\b|\bhoi (?:\w+ )?(?:ban dau|dau tien|truoc do)\b|"
    r"\b(?:viec|vu|chuyen|cai) (?:\w+ ){0,3}(?:ban dau|dau tien|thu nhat|truoc do)\b"
)
# "lúc này" is now; only without marks can it be "lúc nãy".
_NOW = re.compile(r"\b(?:lúc|khi|hồi) này\b")
_NO = re.compile(
    r"^\s*(?:(?:dạ|da|à|a|ờ|ồ|o|ủa|ý|ơ|ôi|oi|thôi|thoi)\s+)*(?:không|khong|hông|hong|ko|k)\s*[,.!;]", re.IGNORECASE
)
_CORRECTION = re.compile(
    r"^(?:(?:da|a|o|u|y|oi|thoi) )*(?:khong|hong|ko|k) (?:phai|y)\b|"
    r"\b(?:nham|lon roi|noi lai cho (?:ro|dung)|a quen|chu (?:khong|ko|k|hong|dau) (?:phai|co))\b|"
    r"\by (?:e|em|toi|tui|minh|anh|chi|con|bac|co|chu|ba|ong|chau) (?:la|noi|hoi|muon)\b"
)
# Spelled with marks they are no "chứ" and no "nhầm".
_OTHERS = re.compile(r"\b(?:chủ|chú|chữ|nhằm)\b")
_COMPARISON = re.compile(r"\b(?:khac (?:gi|chi|nhau|khong|ko|hong)|co khac|thi sao|the nao)\b")
_DENIED = re.compile(
    r"[,;]?\s*(?<!\w)(?:chứ|chu|chớ) (?:không|khong|ko|k|hông|hong|hổng|đâu|dau)\s*(?:phải|phai|có|co)\b[^,.;?!]*|"
    r"[,;]?\s*(?<!\w)(?:mà|ma) (?:không|khong|ko|k) (?:phải|phai)\b[^,.;?!]*|"
    r"[,;]?\s*(?<!\w)(?:chứ|chu) (?:có|co|đâu|dau)\b[^,.;?!]*\b(?:đâu|dau|gì|gi)\b",
    re.IGNORECASE,
)
_KIN = (
    r"(?:ong|ba|bo|cha|tia|me|ma|chong|vo|cu|ba noi|ba ngoai|ong noi|ong ngoai)"
    r"(?: (?:noi|ngoai|xa|toi|tui|em|e|minh|mk|chau|con|nha \w+))*|"
    r"(?:con|anh|chi|em|chu|bac|co|di|cau|mo|thim)(?: (?:gai|trai|ho|ca|ruot))* (?:toi|tui|em|e|minh|mk|chau|nha \w+)"
)
_WHEN = r"(?: (?:roi|r|hom \w+|sang nay|toi qua|dem qua|nam ngoai|tuan truoc))?"
_DEATH = re.compile(
    rf"(?:^|^(?:da|a|thua|chao|em oi|ad oi)\W+)(?:{_KIN}) (?:(?:vua|moi|da|bi|chang may) )*"
    rf"(?:mat|chet|qua doi|tu tran){_WHEN}(?=$|\W*$|[,.?!]| (?:gio|bay gio|thi|nen|can(?! cuoc)|phai|lam)\b)"
)


def tells_death(text: str) -> bool:
    """ "Chồng tôi mất rồi": somebody of the family died, said plainly; not "mẹ tôi mất căn cước"."""
    return bool(_DEATH.search(" ".join(fold(text).split())))


def goes_back(text: str) -> bool:
    """ "Quay lại vụ kết hôn hồi nãy": about something before the topic of the talk."""
    spelled = _words(nfc(text).lower())
    return bool(_BACK.search(fold(spelled))) and not _NOW.search(spelled)


def corrects(text: str) -> bool:
    """ "À không, ý em là thẻ bị mất": something else than what was understood or said."""
    spelled = _OTHERS.sub(" ", _words(nfc(text)))
    return bool(_NO.search(nfc(text)) or _CORRECTION.search(fold(spelled)))


def compares(text: str) -> bool:
    """ "Thế con nhỏ thì khác gì": what was asked before, for another case."""
    return bool(_COMPARISON.search(fold(_words(text))))


def without_denied(text: str) -> str:
    """The text without what it says is not meant: "thẻ bị mất chứ không phải hết hạn" → "thẻ bị mất"."""
    kept = _DENIED.sub("", text).strip()
    return kept if len(kept.split()) > 1 else text


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
