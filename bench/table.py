"""The result as a Markdown page."""

from __future__ import annotations

from typing import Any, NamedTuple

PAGE = """\
# Measured against stock Rasa

{date}, {cores} cores, load average {load_before:.1f} before the run. One run, one machine: read ratios, not absolutes.

{rows}

**How.** The same conversation of eight messages (`bench/conversation.py`: greeting, papers, "thế còn lệ phí?", an
ambiguous wish, a choice by number, a dossier code, its second factor, thanks) over REST, by the same load generator on
the same cores, one server at a time. Every conversation is somebody new's. Ours does all of it: database, encryption,
actions, and every reply is checked to be of the right kind; stock has no database and no action and says one fixed
text an intent. Memory is the proportional share (PSS) of all processes after the load. The limit of messages a minute
is lifted for ours.

**Stock** is the pipeline and policies that `rasa init` of Rasa 3.6.21 ends up with, trained {epochs} epochs (its own
number is 100) on {messages} of the same messages, with
{stories}.
It has no linker: each of its {intents} intents that is about a procedure is named after one (`ask_<id>`), and that is
how it predicts the procedure; facets are left out. Its conversation has no memory: "thế còn lệ phí?" is an intent
`ask_none`. Its training is cached by the hash of its inputs; where the machine was busy with other things then, compare
the processor time.

**Again after a kill**: all our workers are killed at once with SIGKILL, until a new person has an answer. Nothing
restarts stock; its figure is its start.

**Reading a message** (`python -m bench.parse`): the language part alone, within the process, over the held-out
messages. Ours links each message to 2,642 imported procedures besides.

**Right procedure**: {asked} messages that nobody trained on, each as a talk of its own; right is an answer about that
one procedure (for an ambiguous message: about one of those meant, or a choice of these). Asked back: the right one is
among the choices offered.

Commands: `python -m bench.stock` (once, long), `python -m bench.measure`.
"""

RULES_ONLY = "rules only, as ours is: its policies TED and UnexpecTED learn nothing and cost nothing"
WITH_STORY = "rules and this conversation as a story: its policies TED and UnexpecTED are trained and asked"


class Row(NamedTuple):
    """``better``: more or less, or empty where no ratio is told."""

    key: str
    label: str
    unit: str
    better: str


ROWS = (
    Row("page", "Page served, from process start", "s", "less"),
    Row("accepted", "Message accepted, from process start", "s", "less"),
    Row("first_answer", "First answer, from process start", "s", "less"),
    Row("one_p50", "Answer, one chat, p50", "ms", "less"),
    Row("one_p99", "Answer, one chat, p99", "ms", "less"),
    Row("parse_p50", "Reading a message, p50", "ms", "less"),
    Row("parse_p99", "Reading a message, p99", "ms", "less"),
    Row("one_throughput", "Throughput, one chat", "messages/s", "more"),
    Row("many_throughput", "Throughput, 16 chats", "messages/s", "more"),
    Row("many_p50", "Answer, 16 chats, p50", "ms", "less"),
    Row("many_p99", "Answer, 16 chats, p99", "ms", "less"),
    Row("processor", "Processor time a message, one chat", "ms", "less"),
    Row("memory", "Memory of all processes", "MB", "less"),
    Row("training", "Training", "s", "less"),
    Row("training_processor", "Training, processor time", "s", "less"),
    Row("again", "Again after a kill", "s", "less"),
    Row("right", "Right procedure", "%", ""),
    Row("offered", "Asked back, right one offered", "%", ""),
)


def table(result: dict[str, Any]) -> str:
    """The page for what ``bench.measure`` found."""
    ours, stock, how = result["ours"], result["stock"], result["stock_training"]
    lines = ["| | Ours | Stock Rasa | Ours is better by |", "|---|---|---|---|"]
    lines += [_line(row, ours[row.key], stock[row.key]) for row in ROWS if row.key in ours]
    values = {name: how[name] for name in ("epochs", "messages", "intents")}
    values |= {"stories": WITH_STORY if how["stories"] else RULES_ONLY}
    known = {name: result[name] for name in ("date", "cores", "load_before", "asked")}
    return PAGE.format(rows="\n".join(lines), **values, **known)


def _line(row: Row, ours: float, stock: float) -> str:
    ratio = {"less": stock / ours if ours else 0, "more": ours / stock if stock else 0}.get(row.better)
    told = f"{ratio:.1f} ×" if ratio else ""
    return f"| {row.label} | {_number(ours)} {row.unit} | {_number(stock)} {row.unit} | {told} |"


def _number(value: float) -> str:
    """Three digits are all that one run can tell."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
