"""The training data is what Rasa itself would have read."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.loading import load_data

from bot.dialogue.importer import OnceImporter
from bot.dialogue.inputs import CONFIG, DATA, DOMAIN

FILES = ["nlu/scam.yml", "nlu/inform.yml", "nlu/ask/xuat-nhap-canh.yml"]


@pytest.mark.parametrize("name", FILES)
def test_the_same_messages_with_the_same_labels(name: str) -> None:
    ours = OnceImporter(str(CONFIG), str(DOMAIN), [str(DATA / name)]).get_nlu_data()
    rasas = load_data(str(DATA / name))
    assert [m.data for m in ours.training_examples] == [m.data for m in rasas.training_examples]
    assert ours.intent_examples and ours.intents == rasas.intents


def test_who_changes_what_was_read_changes_nobody_elses() -> None:
    importer = OnceImporter(str(CONFIG), str(DOMAIN), [str(DATA / FILES[0])])
    importer.get_nlu_data().training_examples[0].set("text", "changed")
    assert importer.get_nlu_data().training_examples[0].get("text") != "changed"
