"""What a message gives of a look-up: factors beside its codes, parts of a code, and codes that are none."""

from __future__ import annotations

from actions.proof import awaits_code, bars
from actions.turn import Outcome, Turn, plain
from bot.conversations.reply import Kind
from bot.language.codes import CUT_OFF, IMPOSSIBLE_DATE
from bot.language.factors import find_factor, find_one_time_code, is_bare_code
from bot.language.partial_codes import find_broken_code, find_partial_code
from bot.texts import say, texts

PROBLEMS = {IMPOSSIBLE_DATE: "bad_code", CUT_OFF: "broken_code"}


def about_faults(turn: Turn, found: list[dict[str, object]]) -> list[str]:
    """A question about each code that cannot be looked up, and about what looks like one besides."""
    asked = [say("talk", PROBLEMS[str(code["problem"])], code=code["value"]) for code in found if code.get("problem")]
    broken = find_broken_code(between(turn, found))
    return [*asked, say("talk", "broken_code", code=broken.given)] if broken else asked


def between(turn: Turn, found: list[dict[str, object]]) -> str:
    """What is said besides the codes."""
    starts = [*(int(str(code["start"])) for code in found), len(turn.text)]
    ends = [0, *(int(str(code["end"])) for code in found)]
    return "\n".join(turn.text[end:start] for end, start in zip(ends, starts, strict=True))


def factors_in(turn: Turn, found: list[dict[str, object]]) -> dict[str, str]:
    """By code the factor that is written behind it, up to the next code. The end of a phone holds for all of them."""
    ends = [*(int(str(code["start"])) for code in found[1:]), len(turn.text)]
    given: dict[str, str] = {}
    for n, (code, end) in enumerate(zip(found, ends, strict=True)):
        before = turn.text[: int(str(code["start"]))] if n == 0 else ""
        if factor := factor_in(turn, turn.text[int(str(code["end"])) : end], str(code["value"]), before):
            given[str(code["value"])] = factor
    shared = next((factor for factor in given.values() if len(factor) == 3), None)
    return {str(code["value"]): shared for code in found if shared} | given


def factor_in(turn: Turn, text: str, code: str = "", before: str = "") -> str | None:
    """The factor in what is said behind a code, or without one. Right after a picture it says yes to its code. While
    none would be compared, prices and years are not taken for one."""
    mine = turn.memory.dossier
    awaited = turn.memory.awaiting in ("factor", "confirm") and not (mine and bars(turn, mine))
    expected = bool(code) or awaited
    six = find_one_time_code(f"{before} {text}")
    if six and (awaits_code(turn, code or mine or "") or (expected and is_bare_code(text))):
        return six
    return find_factor(text, expected, before)


def about_part(turn: Turn) -> Outcome | None:
    """Ask for what is missing. Where the code was asked for, a part of it needs no name."""
    partial = find_partial_code(turn.text, turn.memory.awaiting == "code")
    if partial is None:
        return None
    memory = turn.memory.change(awaiting="code", offered=())
    if not partial.missing:
        return plain("broken_code", Kind.VERIFY, code=partial.given), memory
    parts = ", ".join(texts("talk")["code_parts"][part] for part in partial.missing)
    return plain("partial_code", Kind.VERIFY, given=partial.given, missing=parts), memory
