"""Whether somebody asks how much money one gets, and not what one pays."""

from __future__ import annotations

import re

from bot.language.text import fold

_NOISE = re.compile(r"[^\w\s]+")
_HOW_MUCH = r"(?:bao nhieu|bao nhiu|bn|nhieu|may)"
_NO_MONEY = r"(?! (?:ngay|lau|nam|tuoi|thang|nguoi|ban|lan|gio|buoi|tuan|phan tram|hom|bua|met|m2|khoan|loai|giay|muc))"
_GETS = re.compile(
    rf"\b(?<!chang )(?<!cha )(?<!khong )(?<!ko )(?:duoc|dc|nhan|linh|lanh|huong|chi tra|rut)(?: (?:huong|nhan|linh|lanh|tro cap|ho tro|tien|ve|tong|la|khoang|"
    rf"chi|ca|hang thang|moi thang|mot thang|1 thang|ve tay|tat ca))* {_HOW_MUCH}\b{_NO_MONEY}|"
    rf"\b(?:moi|mot|hang|1) thang (?:la |duoc |dc |khoang )*{_HOW_MUCH}\b{_NO_MONEY}|"
    rf"\bmuc (?:huong|tro cap|ho tro|nhan|tien|linh)(?: \w+){{0,5}} (?:{_HOW_MUCH}|the nao|ra sao|sao)\b|\btro cap {_HOW_MUCH}\b{_NO_MONEY}|"
    r"\bso tien (?:duoc )?(?:nhan|huong|linh|lanh)\b"
)
_PAYS = re.compile(
    r"\b(?:mat|ton|nop|le phi|phi|het|chi phi)\b|\bdong (?:bao|nhieu|tien|bn|phi|bhxh|bhyt)|"
    r"\bphai (?:dong|tra)\b|\bphat\b"
)


def asks_benefit(text: str) -> bool:
    """ "Được bao nhiêu tiền", "mỗi tháng được mấy đồng"; not "mất bao nhiêu"."""
    words = " ".join(_NOISE.sub(" ", fold(text)).split())
    return bool(_GETS.search(words)) and not _PAYS.search(words)
