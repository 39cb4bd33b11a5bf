"""The parts of the measurement that need no trained server."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import servers
from bench.conversation import CONVERSATION, STOCK_STORY, Step
from bench.load import Load, WrongAnswer, check
from bench.messages import Question, is_right, questions, told_by_stock, told_by_us
from bench.table import ROWS, table
from bot.conversations.reply import Kind


def test_percentiles_are_answers_that_were_measured() -> None:
    load = Load([n / 100 for n in range(100, 0, -1)], seconds=4.0)
    assert (load.percentile(50), load.percentile(99), load.percentile(100)) == (0.5, 0.99, 1.0)
    assert Load([0.3], 1.0).percentile(50) == 0.3
    assert load.throughput == 25.0


def test_the_conversation_is_the_same_for_both() -> None:
    assert len(STOCK_STORY) == len(CONVERSATION)
    assert {step.kind for step in CONVERSATION} <= {kind.value for kind in Kind}


@pytest.mark.parametrize("replies", [[], [{"text": "x"}], [{"text": "x", "custom": {"kind": "error"}}]])
def test_a_wrong_answer_is_not_measured(replies: list[dict[str, object]]) -> None:
    with pytest.raises(WrongAnswer, match="expected status"):
        check(Step("7K2M", "status"), replies, kinds=True)


def test_stock_must_only_say_something() -> None:
    check(Step("7K2M", "status"), [{"text": "inform"}], kinds=False)
    with pytest.raises(WrongAnswer):
        check(Step("7K2M", "status"), [], kinds=False)


def test_held_out_messages_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "# note\ncap-lai-so-do|cap-doi-so-do ; fee,time ; mất sổ ; làm sao\n\n", encoding="utf-8"
    )
    assert questions(tmp_path) == [Question(("cap-lai-so-do", "cap-doi-so-do"), "mất sổ ; làm sao")]


@pytest.mark.parametrize(
    ("wanted", "got", "right"),
    [({"a"}, {"a"}, True), ({"a"}, {"a", "b"}, False), ({"a", "b"}, {"a"}, True), ({"a"}, set(), False)],
)
def test_a_choice_is_right_only_where_asking_back_is(wanted: set[str], got: set[str], right: bool) -> None:
    assert is_right(wanted, got) is right


def test_procedures_are_read_from_replies_of_both() -> None:
    assert told_by_us([{"text": "…", "custom": {"procedures": ["1.001193"]}}]) == {"dang-ky-khai-sinh"}
    assert told_by_stock([{"text": "ask_dang-ky-khai-sinh"}]) == {"dang-ky-khai-sinh"}
    assert told_by_stock([{"text": "greet"}]) == set()


def test_a_server_is_timed_weighed_and_ended(tmp_path: Path) -> None:
    port = servers.free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with servers._running(command, tmp_path, tmp_path, port, {}) as server:
        assert 0 < server.seconds_until("/") < 60
        assert 1e6 < server.memory() < 1e9
        assert server.processor_seconds() > 0
    assert not server.process.is_running()


def test_settings_of_the_caller_do_not_reach_a_measured_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "sqlite:///elsewhere.db")
    environment = servers.environment(servers.our_settings(tmp_path, tmp_path))
    assert "MOTCUA_DATABASE_URL" not in environment and environment["MOTCUA_VAR"] == str(tmp_path)


def test_the_table_tells_by_how_much_ours_is_better() -> None:
    how = {"epochs": 100, "messages": 5000, "intents": 122, "stories": False}
    numbers = {row.key: 10.0 for row in ROWS}
    result = {"ours": {**numbers, "one_p50": 5.0, "many_throughput": 120.0}, "stock": numbers, "stock_training": how}
    page = table({**result, "date": "2026-11-21", "cores": 2, "load_before": 0.1, "asked": 9})
    assert "| Answer, one chat, p50 | 5 ms | 10 ms | 2.0 × |" in page
    assert "| Throughput, 16 chats | 120 messages/s | 10 messages/s | 12.0 × |" in page
    assert "| Right procedure | 10 % | 10 % |  |" in page
