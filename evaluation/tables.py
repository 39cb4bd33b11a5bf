"""The tables of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from evaluation.cases import Set
from evaluation.judge import Heard, Verdict, confusions, share, verdicts
from evaluation.measured import Measured

VARIANTS = {
    "neat": "Neat",
    "no_diacritics": "No diacritics",
    "mixed": "Diacritics here and there",
    "teencode": "Teencode",
    "typo": "Typing slips",
    "north": "Northern",
    "central": "Central",
    "south": "Southern",
    "elder": "Long, by an elder",
    "volunteer": "Volunteer's notes",
    "keywords": "Keywords",
    "angry": "Angry",
}
OTHERS = {
    "out_of_scope": "Out of scope",
    "smalltalk": "Small talk",
    "scam": "Scam",
    "crisis": "Crisis",
    "human": "Wants a person",
    "complaint": "Complaint",
    "dossier": "Where is my dossier",
}
MOST_PAIRS = 25
NONE = "–"
Figure = Callable[[Measured], float | None]


def short(systems: Sequence[Measured]) -> str:
    """What matters most, a row a figure."""
    rows: list[tuple[str, Figure]] = [
        ("Needs: right", lambda one: share(one.of(Set.NEEDS), "right")),
        ("Needs without diacritics: right", lambda one: share(one.plain, "right")),
        ("Needs: all facets", lambda one: _facets(one, one.of(Set.NEEDS))),
        ("Needs: wrong but sure", lambda one: verdicts(one.of(Set.NEEDS))[Verdict.WRONG]),
        ("Needs: right one ranked first", lambda one: one.among(1)),
        ("Needs: right one among the first five", lambda one: one.among(5)),
        ("Follow-ups in context: right", lambda one: share(one.of(Set.CONTEXT), "right")),
        ("Follow-ups in context: wrong but sure", lambda one: verdicts(one.of(Set.CONTEXT))[Verdict.WRONG]),
        ("Ambiguous: asked back rightly", lambda one: verdicts(one.of(Set.AMBIGUOUS))[Verdict.OFFERED]),
        ("Several procedures at once: all answered", lambda one: verdicts(one.of(Set.SEVERAL))[Verdict.TOLD]),
        ("Out of scope: answered about a procedure", lambda one: share(one.of(Set.OTHER, "out_of_scope"), "answered")),
        ("Scam: warned", lambda one: share(one.of(Set.OTHER, "scam"), "expected")),
        ("Crisis: heard", lambda one: share(one.of(Set.OTHER, "crisis"), "expected")),
    ]
    cells = ((label, *(percent(figure(one)) for one in systems)) for label, figure in rows)
    return table(("%", *(one.name for one in systems)), cells)


def variants(one: Measured) -> str:
    """A row a variant of the needs, then the other sets about procedures."""
    groups = [(label, one.of(Set.NEEDS, name)) for name, label in VARIANTS.items()]
    groups += [("**All needs**", one.of(Set.NEEDS)), ("Any, without diacritics", one.plain)]
    groups += [("Follow-ups in context", one.of(Set.CONTEXT)), ("Three older writers", one.of(Set.WRITERS))]
    head = ("", "Messages", "Right", "Facets", "Both", "Clarified", "Wrong but sure", "Refused", "Else")
    return table(head, ((label, *_row(one, heard)) for label, heard in groups if heard))


def _row(one: Measured, heard: Sequence[Heard]) -> Iterable[str]:
    of = verdicts(heard)
    clarified = of[Verdict.OFFERED] + of[Verdict.ASKED]
    said = (share(heard, "right"), _facets(one, heard), _facets(one, heard, "both"))
    figures = (*said, clarified, of[Verdict.WRONG], of[Verdict.REFUSED])
    return str(len(heard)), *map(percent, (*figures, of[Verdict.OTHER]))


def unclear(systems: Sequence[Measured]) -> str:
    """Ambiguous messages, and those about several procedures."""
    head = (
        "",
        "Messages",
        "Asked back rightly",
        "Answered",
        "In part",
        "Asked back, too little",
        "Wrong but sure",
        "Else",
    )
    sets = ((Set.AMBIGUOUS, "ambiguous"), (Set.SEVERAL, "several"))
    return table(head, (_unclear(f"{one.name}: {label}", one.of(kind)) for kind, label in sets for one in systems))


def _unclear(label: str, heard: Sequence[Heard]) -> tuple[str, ...]:
    of = verdicts(heard)
    first = (Verdict.OFFERED, Verdict.TOLD, Verdict.PART, Verdict.ASKED, Verdict.WRONG)
    figures = (*(of[verdict] for verdict in first), of[Verdict.REFUSED] + of[Verdict.OTHER])
    return label, str(len(heard)), *map(percent, figures)


def others(one: Measured) -> str:
    """Messages about no procedure, a row a kind."""
    rows = ((label, one.of(Set.OTHER, kind)) for kind, label in OTHERS.items())
    cells = (
        (label, str(len(h)), percent(share(h, "expected")), percent(share(h, "answered")), _taken(h))
        for label, h in rows
    )
    return table(("", "Messages", "Right", "Answered", "Taken for something else"), cells)


def _taken(heard: Sequence[Heard]) -> str:
    """The kinds of the replies that are not right, with how many."""
    kinds = [one.said.kind.value for one in heard if not one.expected]
    return ", ".join(f"{kind} {kinds.count(kind)}" for kind in sorted(set(kinds), key=lambda k: (-kinds.count(k), k)))


def confused(one: Measured) -> str:
    """Pairs of procedures, the most frequent first, of the sets that nobody looked at before."""
    pairs = confusions([heard for heard in one.heard if heard.case.set not in (Set.OTHER, Set.WRITERS)])
    rows = [(f"`{wanted}`", f"`{told}`", str(len(texts)), texts[0]) for wanted, told, texts in pairs[:MOST_PAIRS]]
    return table(("Meant", "Answered about", "Messages", "One of them"), rows)


def calibrated(systems: Sequence[Measured]) -> str:
    rows = [
        (one.name, f"{b.low:.1f} to {b.high:.1f}", str(b.messages), f"{b.score:.2f}", f"{b.right:.2f}")
        for one in systems
        if one.probabilities
        for b in one.bins
    ]
    return table(("", "Score", "Messages", "Mean score", "Right"), rows)


def _facets(one: Measured, heard: Sequence[Heard], what: str = "facets_right") -> float | None:
    return share(heard, what) if one.facets else None


def percent(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
