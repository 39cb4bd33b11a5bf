"""The stock project that the measurement compares with."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bench.stock import Labelled, files, messages, stock_intent, write_project

EXAMPLES = [
    Labelled("greet", "xin chào"),
    Labelled("ask_dang-ky-khai-sinh", "làm khai sinh: cần gì"),
    Labelled("thanks", "ơn"),
]


@pytest.mark.parametrize(
    ("item", "intent"),
    [
        ({"intent": "greet"}, "greet"),
        ({"intent": "ask_procedure", "metadata": {"procedure": "none"}}, "ask_none"),
        ({"intent": "ask_procedure", "metadata": {"procedure": "chung-thuc-chu-ky"}}, "ask_chung-thuc-chu-ky"),
        ({"intent": "ask_procedure", "metadata": {"procedure": "cap-lai-so-do|cap-doi-so-do"}}, "ask_cap-lai-so-do"),
    ],
)
def test_each_procedure_is_an_intent(item: dict[str, object], intent: str) -> None:
    assert stock_intent(item) == intent


def test_stock_learns_our_messages_each_once() -> None:
    found = messages()
    assert len({example.text for example in found}) == len(found) > 3000
    assert "ask_dang-ky-khai-sinh" in {example.intent for example in found}


def test_the_project_gives_back_the_same_messages(tmp_path: Path) -> None:
    folder = write_project(files(EXAMPLES, 100, stories=False), tmp_path)
    assert messages(folder / "data") == EXAMPLES


def test_the_pipeline_is_rasas_own() -> None:
    config = yaml.safe_load(files(EXAMPLES, 100, stories=False)["config.yml"])
    names = [part["name"] for part in config["pipeline"]]
    assert names[0] == "WhitespaceTokenizer" and "DIETClassifier" in names
    assert {part["name"] for part in config["policies"]} >= {"MemoizationPolicy", "RulePolicy", "TEDPolicy"}


def test_epochs_can_be_fewer() -> None:
    config = yaml.safe_load(files(EXAMPLES, 7, stories=False)["config.yml"])
    assert {part["epochs"] for part in config["pipeline"] + config["policies"] if "epochs" in part} == {7}


def test_every_intent_has_a_rule_and_a_response_that_names_it() -> None:
    made = files(EXAMPLES, 100, stories=False)
    domain, rules = yaml.safe_load(made["domain.yml"]), yaml.safe_load(made["data/rules.yml"])["rules"]
    assert domain["intents"] == ["greet", "ask_dang-ky-khai-sinh", "thanks", "nlu_fallback"]
    assert [rule["steps"][0]["intent"] for rule in rules] == domain["intents"]
    assert domain["responses"] == {f"utter_{intent}": [{"text": intent}] for intent in domain["intents"]}


def test_a_story_is_added_on_demand() -> None:
    story = yaml.safe_load(files(EXAMPLES, 100, stories=True)["data/stories.yml"])["stories"][0]
    assert [step["intent"] for step in story["steps"] if "intent" in step] == [
        "greet",
        "ask_dang-ky-khai-sinh",
        "thanks",
    ]


def test_other_inputs_are_another_project(tmp_path: Path) -> None:
    one, two = (write_project(files(EXAMPLES, epochs, stories=False), tmp_path) for epochs in (100, 99))
    assert one != two and one == write_project(files(EXAMPLES, 100, stories=False), tmp_path)
