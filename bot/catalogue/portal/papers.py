"""Papers of a crawled record, glued into one text: names, names of files, numbers of copies and headings of groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.catalogue.portal.imported import Flag, Paper
from bot.catalogue.portal.plain import LOWER, UPPER, fold, says_nothing, tidy

HEAD = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
_COUNT = re.compile(r"(\d{1,12})\s?bản chính(?:, ?(\d+) bản sao)?(?=$|[^\s,;.)/\d])")
_FILE = re.compile(rf"\.(?i:docx?|xlsx?|pdf|rtf|zip|rar|jpe?g|png)(?![{LOWER}])")
# Where the name of a file was glued behind the name of a paper: "…Chính phủ|Mẫu 1.docx", "NĐ-CP|Mẫu…", "luật|103-Mẫu…".
_SEAM = re.compile(
    rf"(?<=[{LOWER})\]”\";.:])(?=[{UPPER}])|(?<=[{LOWER}][{LOWER};])(?=\d)|(?<=\))(?=\.?\d)"
    rf"|(?<=[{UPPER}\d])(?!Tg)(?=[{UPPER}][{LOWER}])"
)
_LONGEST_FILE = 110
_NOTE = re.compile(
    r"^(?:\(?truong hop|luu y|ghi chu|doi voi|nguoi |ca nhan |co quan |doanh nghiep |so luong ho so|thanh phan ho so|"
    r"khi |neu |viec |cham nhat|giay to (?:phai|gui|do) )"
)
_GENERIC = re.compile(
    r"^(?:a ?\) ?)?(?:thanh phan ho so|ho so|cac giay to phai nop|giay to phai nop|bao gom)[\s:,]*(?:bao gom|gom)?$"
)


class Papers(NamedTuple):
    papers: tuple[Paper, ...]
    notes: tuple[str, ...]
    flags: frozenset[Flag]


class Count(NamedTuple):
    """``rest``: digits of the run that belong to the name before it. ``flag``: that the run had to be split."""

    originals: int | None
    rest: str
    flag: Flag | None


def read_papers(text: str) -> Papers:
    papers: list[Paper] = []
    notes: list[str] = []
    flags: set[Flag] = set()
    for group, name, run, copies in _items(text):
        count = unglue(run, name)
        paper, form = without_file(name + count.rest)
        paper = tidy(paper)
        if count.flag:
            flags.add(count.flag)
        if is_note(group, paper, count.originals, int(copies or 0)):
            notes.append(paper)
        elif paper:
            papers.append(Paper(name=paper, originals=count.originals, copies=int(copies or 0), form=form, group=group))
    return Papers(tuple(papers), tuple(notes), frozenset(flags))


def _items(text: str) -> Iterator[tuple[str, str, str, str | None]]:
    """(group, name, run of digits before "bản chính", copies). The group before leaves the heading of the next one."""
    first, *segments = text.split(HEAD)
    group = heading(first)
    for segment in segments:
        place = 0
        for match in _COUNT.finditer(segment):
            yield group, segment[place : match.start()], match[1], match[2]
            place = match.end()
        group = heading(segment[place:])


def heading(text: str) -> str:
    """The heading of a component group, empty where it says no more than "the papers"."""
    line = tidy(text)
    return "" if says_nothing(line) or not line.strip("- ") or _GENERIC.match(fold(line)) else line


def unglue(run: str, name: str) -> Count:
    """The count in a run of digits. "Mẫu số 18" and "1" were glued to "181": nobody asks for a hundred originals, and a
    count has no space before it, so the last digit is the count. Two digits behind a letter may be a count of ten."""
    if len(run) == 1:
        return Count(int(run), "", None)
    if len(run) > 2 or name[-1:].isspace() or name[-1:] in "/-" or re.search(r"\d[.:,]$", name):
        return Count(int(run[-1]), run[:-1], Flag.COUNT_GLUED)
    return Count(None, "", Flag.COUNT_UNSURE)


def without_file(name: str) -> tuple[str, bool]:
    """The name of a paper without the names of files glued behind it, and whether there was a file (a form)."""
    file = _FILE.search(name)
    if not file:
        return name, False
    start = max(0, file.start() - _LONGEST_FILE)
    seam = _SEAM.search(name, start + 1, file.start())
    return (name[: seam.start()] if seam else name[: file.start()]), True


def is_note(group: str, name: str, originals: int | None, copies: int) -> bool:
    """Notes stand among the papers with no original and no copy."""
    return "luu y" in fold(group) or (
        not originals and originals is not None and not copies and bool(_NOTE.match(fold(name)))
    )
