"""Whether what was said is right, and how often: shares of a group of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from bot.catalogue.resolve import MOST_CHOICES
from bot.conversations.reply import Kind
from evaluation.cases import Case, Set
from evaluation.systems import Said

# What is right to say to a message that is about no procedure. "Không phải cái đó" is answered by asking back.
EXPECTED = {
    "out_of_scope": (Kind.REFUSAL, Kind.ERROR),
    "smalltalk": (Kind.SMALLTALK, Kind.CLARIFY),
    "scam": (Kind.WARNING,),
    "crisis": (Kind.CRISIS,),
    "human": (Kind.HANDOFF,),
    "complaint": (Kind.COMPLAINT,),
    "dossier": (Kind.VERIFY, Kind.STATUS),
}


class Verdict(str, Enum):
    """Of a message about procedures. Every case has exactly one."""

    TOLD = "answered about what was meant"
    OFFERED = "asked back, with what was meant among the choices"
    PART = "answered about a part of what was asked"
    ASKED = "asked back, without it"
    WRONG = "answered about another procedure"
    REFUSED = "not understood or refused"
    OTHER = "taken for something else"


class Heard(NamedTuple):
    """A case and what a system said to it."""

    case: Case
    said: Said

    @property
    def verdict(self) -> Verdict:
        wanted, got = set(self.case.procedures), set(self.said.procedures)
        if self.answered:
            return _answered(self.case.set, wanted, got)
        if self.said.kind is Kind.CLARIFY:
            return Verdict.OFFERED if _enough(self.case.set, wanted, got) else Verdict.ASKED
        return Verdict.REFUSED if self.said.kind in (Kind.REFUSAL, Kind.ERROR) else Verdict.OTHER

    @property
    def right(self) -> bool:
        return self.verdict in (Verdict.TOLD, Verdict.OFFERED)

    @property
    def facets_right(self) -> bool:
        """Everything that was asked about the procedure is answered, whichever procedure that was."""
        return self.case.facets <= self.said.facets

    @property
    def both(self) -> bool:
        return self.right and self.facets_right

    @property
    def answered(self) -> bool:
        """About a procedure, whichever."""
        return self.said.kind is Kind.ANSWER

    @property
    def expected(self) -> bool:
        """Of a message that is about no procedure."""
        return self.said.kind in EXPECTED[self.case.variant]


def _answered(kind: Set, wanted: set[str], got: set[str]) -> Verdict:
    if not got <= wanted:
        return Verdict.WRONG
    # Of an ambiguous message one is meant, and one was guessed; of all others everything has to be there.
    return Verdict.TOLD if got == wanted or kind is Set.AMBIGUOUS else Verdict.PART


def _enough(kind: Set, wanted: set[str], got: set[str]) -> bool:
    """Of an ambiguous message a choice of two is a choice; more than five are none."""
    return len(got) <= MOST_CHOICES and len(wanted & got) >= (2 if kind is Set.AMBIGUOUS else len(wanted))


def share(heard: Sequence[Heard], what: str) -> float:
    """In percent, those of which a property such as ``right`` holds."""
    return 100 * sum(bool(getattr(one, what)) for one in heard) / len(heard)


def verdicts(heard: Sequence[Heard]) -> dict[Verdict, float]:
    """The share of each, in percent."""
    counts = Counter(one.verdict for one in heard)
    return {verdict: 100 * counts[verdict] / len(heard) for verdict in Verdict}


def confusions(heard: Sequence[Heard]) -> list[tuple[str, str, list[str]]]:
    """What was wanted, what was answered wrongly instead, and the messages; the most frequent first."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for case, said in (one for one in heard if one.verdict is Verdict.WRONG):
        wrong = next(procedure for procedure in said.procedures if procedure not in case.procedures)
        pairs.setdefault(("|".join(case.procedures), wrong), []).append(" → ".join(case.turns))
    return [(*pair, texts) for pair, texts in sorted(pairs.items(), key=lambda item: -len(item[1]))]
