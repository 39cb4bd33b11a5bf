"""Short names that fit a button, made of official ones: legal tails go, what tells twins apart stays."""

from __future__ import annotations

import re

from bot.catalogue.portal.plain import cut, tidy

LONGEST = 90
_HEAD = re.compile(r"^(?:Tên )?[Tt]hủ tục(?: hành chính)?(?: về(?: việc)?)?[:\s]+(?=\w)(?!hải quan|điện tử)")
_ONE = r"(?:tỉnh|xã|huyện|bộ|trung ương)"
_SOME = rf"(?:công an )?(cấp {_ONE}(?:(?:, | và |, và |/)(?:cấp )?{_ONE})*)"
_LEVEL = re.compile(
    rf"[\s,–-]*(?:\(\s*(?:(?:được )?thực hiện )?(?:tại |ở )?{_SOME}\s*\)|(?:được )?thực hiện (?:tại |ở )?{_SOME})\s*$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_LEGAL = re.compile(
    r"[,;]?\s(?:(?:theo )?quy định (?:tại|của|theo)|theo (?:Luật|Nghị định|Thông tư|Quyết định|Nghị quyết|Điều|khoản)|"
    r"ban hành kèm|(?:đã )?được (?:sửa đổi|quy định|ban hành)|(?:bao )?gồm:?\s|như sau|trong đó|sau đây|"
    r"thuộc (?:phạm vi )?(?:thẩm quyền|chức năng|trường hợp)|trên cơ sở|căn cứ|(?:thực hiện )?bằng dịch vụ công)"
    r"(?=[\s,:]|$)"
)
_PAUSE = re.compile(
    r"[,;]\s|\s(?=(?:đối với|trong trường hợp|trường hợp|của|tại|để|do|cho|và|hoặc|mà|khi|từ|bởi|theo|thuộc)\s)"
)
# A name does not end in one of these.
_LOOSE = re.compile(
    r"(?:\s(?:trường hợp|trong|không|và|hoặc|của|đối|với|cho|để|các|những|theo|tại|là|khi|từ|do|bị|được|về|có|thuộc))+$"
)
_FOREIGN = "có yếu tố nước ngoài"


def level_in(name: str) -> str:
    """The level with which a name ends, as printed and in lower case: "cấp tỉnh", or nothing."""
    match = _LEVEL.search(name)
    return (match[1] or match[2]).lower() if match else ""


def base_name(name: str) -> str:
    """The name without "Thủ tục" in front and without its level."""
    return tidy(_LEVEL.sub("", _HEAD.sub("", tidy(name))))


def short_name(official: str) -> str:
    """About 90 characters at most, "…" where words of the subject were left out; the level stays, in brackets."""
    base = base_name(official)
    name = _shortened(base)
    if _FOREIGN in base and "nước ngoài" not in name:
        name = f"{name} ({_FOREIGN})"
    level = level_in(official)
    return f"{name[0].upper()}{name[1:]}" + (f" ({level})" if level else "")


def _shortened(name: str) -> str:
    """Brackets go first, then the legal tail, then what stands behind the last pause that fits."""
    if len(name) > LONGEST:
        name = tidy(_BRACKET.sub("", name)) or name
    legal = next((match.start() for match in _LEGAL.finditer(name) if match.start() >= LONGEST // 3), None)
    if len(name) > LONGEST and legal:
        name = tidy(name[:legal])
    if len(name) <= LONGEST:
        return name
    pauses = [match.start() for match in _PAUSE.finditer(name[:LONGEST]) if match.start() >= LONGEST // 2]
    return f"{_LOOSE.sub('', tidy(name[: pauses[-1]]))}…" if pauses else cut(name, LONGEST)
