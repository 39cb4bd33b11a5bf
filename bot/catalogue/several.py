"""Several procedures in one message: which parts ask about which. In doubt the message is one.

A story around a request names other procedures too ("bán nhà rồi nên muốn xoá hộ khẩu"): a part counts only when its
words ask, or when it is tied to one that does, and when it names its procedure surely.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from bot.catalogue.ambiguity import core, said_barely
from bot.catalogue.resolve import LEAD
from bot.catalogue.wishes import Wish, merged, shared, with_facets_around
from bot.language.parts import Role
from bot.language.reader import NONE, Candidate, ReadPart

SURE = 0.5
CLEAR = 0.85
CLEAR_IN_WORDS = 0.65
CERTAIN = 0.95
BEYOND_DOUBT = 0.98
HEARD = 0.01
HEARD_WELL = 0.1
NAMED = 0.8
WHOLE = 0.97
WORDY = 3
TOLD = 0.9
AUDIBLE = 0.35
REQUESTS = (Role.ASKS, Role.HEADS, Role.CALLS, Role.ITEM)


class Known(NamedTuple):
    """Of a catalogue: its procedures by name (see ``ambiguity.names``), and with which others each is confused."""

    names: Mapping[str, Sequence[str]] = MappingProxyType({})
    confused: Mapping[str, frozenset[str]] = MappingProxyType({})


KNOWN_NOTHING = Known()


def several(parts: Sequence[ReadPart], whole: Sequence[Candidate], known: Known = KNOWN_NOTHING) -> tuple[Wish, ...]:
    """What is asked about each procedure, in order; nothing where the message is about one, as far as one can tell.

    Whoever says that there are several things is believed.
    """
    told = all(part.acts for part in parts)
    near = known.confused.get(whole[0].id, frozenset()) if whole[0].score >= WHOLE and not told else frozenset()
    names = {name: said for name, said in known.names.items() if not near & set(said)} if near else known.names
    named = [_named(part, before, names) for part, before in zip(parts, [None, *parts], strict=False)]
    parts = _asked_about([_leaning(part, whole[0]) for part in named])
    asked = [i for run in _runs(parts) for i in _requests(parts, run, whole) if told or _supported(parts[i], whole)]
    requests = _apart(parts, asked)
    wishes = [_wish(parts[i], whole) for i in requests]
    sure = {wish.procedures for wish in wishes if not wish.unclear}
    if len({wish.procedures for wish in wishes}) < 2 or not sure or _one_after_all(parts, requests, whole):
        return ()
    if _said_twice(parts, requests, known.confused):
        return ()
    around = with_facets_around(parts, requests, wishes)
    return merged(shared([parts[i] for i in requests], around))


def _named(part: ReadPart, before: ReadPart | None, names: Mapping[str, Sequence[str]]) -> ReadPart:
    """Read surely where it says the name that it is read as and no more; the model has too little to go by.

    Not where it may be a paper: "cần khai sinh".
    """
    paper = (part.papers and not part.facets) or (part.tied and before and (before.papers or before.role is Role.TELLS))
    said = names.get(core(part.text), ()) if not paper else ()
    return part._replace(procedures=(Candidate(said[0], 1.0),)) if said == (_best(part).id,) else part


def _leaning(part: ReadPart, whole: Candidate) -> ReadPart:
    """Where a part leaves open which of two it means, what the whole message surely says decides."""
    heard = sum(candidate.score for candidate in part.procedures if candidate.id == whole.id)
    open_ = _best(part).score < SURE and heard >= AUDIBLE and whole.score >= WHOLE
    return part._replace(procedures=(whole,)) if open_ else part


def _asked_about(parts: Sequence[ReadPart]) -> list[ReadPart]:
    """A thing that is told and then asked about is one request: "mất sổ đỏ, làm lại thế nào". Of several people each
    wants what is said of them."""
    found: list[ReadPart] = []
    crowd = sum(bool(part.who) for part in parts) > 1
    for part in parts:
        part = part._replace(acts=part.acts or (crowd and bool(part.who)))
        if found and _told_before(found[-1], part):
            found[-1] = found[-1]._replace(role=Role.ASKS, facets=part.facets)
        else:
            found.append(part)
    return found


def _told_before(before: ReadPart, part: ReadPart) -> bool:
    asks = part.role in (Role.ASKS, Role.HEADS) and part.facets and _best(part).score < CLEAR
    told = before.role in (Role.NAMES, Role.TELLS) and (before.wants or not before.papers)
    return bool(asks and told and not part.tied and not said_barely(before.text) and _best(before).score >= TOLD)


def _said_twice(parts: Sequence[ReadPart], requests: Sequence[int], confused: Mapping[str, frozenset[str]]) -> bool:
    """One need read as two procedures that are easily confused: "khóa hôm trước, giờ mở lại sao". Two questions are
    two needs, and so are things tied together."""
    first, *others = [_best(parts[i]).id for i in requests]
    near = all(other in confused.get(first, ()) for other in others)
    tied = any(parts[i].tied and i - 1 in requests for i in requests)
    apart = all(parts[i].who for i in requests)
    asked = [parts[i] for i in requests]
    # "mat may" is a lost phone and not a question: one that asks for nothing is none.
    told = any(part.role is Role.NAMES or (part.role is Role.ASKS and not part.facets) for part in asked)
    return near and not tied and not apart and told and not all(map(_beyond_doubt, asked))


def _beyond_doubt(part: ReadPart) -> bool:
    return part.role in (Role.NAMES, Role.ASKS) and part.acts and _best(part).score >= BEYOND_DOUBT


def _runs(parts: Sequence[ReadPart]) -> list[range]:
    """Parts tied to each other."""
    starts = [i for i, part in enumerate(parts) if not part.tied] or [0]
    return [range(start, end) for start, end in zip(starts, [*starts[1:], len(parts)], strict=True)]


def _requests(parts: Sequence[ReadPart], run: range, whole: Sequence[Candidate]) -> list[int]:
    """Those of a run that ask for a procedure by themselves or share in the asking of a neighbour."""
    asking = _shares(parts, run)
    own = [i for i in run if parts[i].role in REQUESTS and not _ends_question(parts, run, i)]
    own += [i for i in run if _listed(parts[i], whole)]
    return [i for i in run if _names(parts[i]) and (i in own or (asking and _joins(parts, run, i)))]


def _listed(part: ReadPart, whole: Sequence[Candidate]) -> bool:
    """An item of a list without numbers: what is to be done, surely named, or named and heard in the whole."""
    heard = sum(candidate.score for candidate in whole if candidate.id == _best(part).id)
    sure = bool(said_barely(part.text)) or _best(part).score >= NAMED or heard >= HEARD_WELL
    return part.role is Role.NAMES and part.acts and sure


def _ends_question(parts: Sequence[ReadPart], run: range, i: int) -> bool:
    """The second half of "có cần khai sinh và sổ hộ khẩu không"."""
    return i > run.start and parts[i - 1].papers and parts[i].role is Role.ASKS and not parts[i].facets


def _shares(parts: Sequence[ReadPart], run: range) -> bool:
    """Whether a run of tied names is asked about: by one of them, by the question that follows, or by nothing else."""
    if len(run) == 1:
        return False
    after = parts[run.stop] if run.stop < len(parts) else None
    asked_after = after is not None and after.role is Role.ASKS and not _names(after)
    return len(run) == len(parts) or asked_after or any(parts[i].role in REQUESTS or parts[i].wants for i in run)


def _joins(parts: Sequence[ReadPart], run: range, i: int) -> bool:
    """A bare name: very sure, and not one more paper of the part before it or the end of its question."""
    part, before = parts[i], parts[i - 1] if i > run.start else None
    object_of = before is not None and (before.role is Role.ASKS or (before.papers and not part.wants))
    return part.role is Role.NAMES and _best(part).score >= NAMED and not object_of


def _names(part: ReadPart) -> bool:
    return bool(said_barely(part.text)) or _best(part).score >= SURE


def _supported(part: ReadPart, whole: Sequence[Candidate]) -> bool:
    """Few words are easily misread ("mở lại sao"): a doubtful part is believed when the whole message says it too."""
    meant = _wish(part, whole).procedures
    heard = sum(candidate.score for candidate in whole if candidate.id in meant)
    wordy = len(core(part.text).split()) >= WORDY and part.facets
    clear = CERTAIN if part.role is Role.NAMES else CLEAR_IN_WORDS if wordy else CLEAR
    told = part.role in (Role.CALLS, Role.ITEM) or (len(meant) > 1 and (part.role is Role.HEADS or bool(part.who)))
    return told or heard >= HEARD or (len(meant) == 1 and _best(part).score >= clear)


def _best(part: ReadPart) -> Candidate:
    best = part.procedures[0]
    return best if best.id != NONE else Candidate(NONE, 0.0)


def _wish(part: ReadPart, whole: Sequence[Candidate]) -> Wish:
    group = said_barely(part.text)
    meant = _decided(part, group.choices, whole) if group else _best(part).id
    if group is None or meant:
        return Wish((meant or NONE,), part.facets, part.text, None, part.who)
    return Wish(group.choices, part.facets, part.text, group, part.who)


def _decided(part: ReadPart, choices: Sequence[str], whole: Sequence[Candidate]) -> str | None:
    """Which of those that share a name the rest of the message tells: "xin lại căn cước và cà vẹt"."""
    if _best(part).id in choices and _best(part).score >= CERTAIN and part.acts:
        return _best(part).id
    heard = [candidate for candidate in whole if candidate.id in choices]
    second = heard[1].score if len(heard) > 1 else 0.0
    if not heard or heard[0].score < max(HEARD, LEAD * second):
        return None
    leans = part.tied and not part.acts
    return heard[0].id if leans or heard[0].id == _best(part).id else None


def _apart(parts: Sequence[ReadPart], requests: Sequence[int]) -> list[int]:
    """Without those that say vaguely what another one says surely: "cựu chiến binh mất …, tiền mai táng …"."""
    sure = {_best(parts[i]).id for i in requests if not said_barely(parts[i].text)}
    return [i for i in requests if not ((group := said_barely(parts[i].text)) and sure & set(group.choices))]


def _one_after_all(parts: Sequence[ReadPart], requests: Sequence[int], whole: Sequence[Candidate]) -> bool:
    """Whether the whole is surely something that no part is: "khai sinh, hộ khẩu và thẻ bảo hiểm cho bé" is one."""
    asked = all(parts[i].role is Role.ASKS for i in requests)
    best = whole[0]
    others = {NONE, *(_best(parts[i]).id for i in requests)}
    return not asked and best.score >= WHOLE and best.id not in others
