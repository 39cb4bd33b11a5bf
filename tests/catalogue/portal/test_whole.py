"""All that was published, where it lies beside the project: nothing fails, and what is not known is not said."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from bot.catalogue.answer import answer
from bot.catalogue.load import load_catalogue
from bot.catalogue.portal.imported import Flag
from bot.catalogue.portal.merge import curated_codes
from bot.catalogue.record import Facet, Origin, Procedure
from bot.language.patterns import find_pick
from bot.settings import ROOT
from bot.store.catalogue import Report, current_procedures
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from processes.catalogue_import import import_file

DATA = ROOT.parent / "shared" / "data"
DETAILS = DATA / "tthc_2642_procedures_2026" / "procedures_2642.jsonl.gz"
LIST = DATA / "langson_1842_catalogue" / "DVC_TTHC_LangSon_1842.xlsx"
NOW = dt.datetime(2026, 11, 21, 1, 0, tzinfo=dt.timezone.utc)
TODAY = NOW.date()

pytestmark = pytest.mark.skipif(not DETAILS.exists(), reason=f"{DETAILS} is not on this machine")


def take(engine: Engine, path: Path, province: str | None = None) -> tuple[Report, Counter[str]]:
    """The report, and the numbers that were told."""
    told: list[str] = []
    start = time.monotonic()
    report = import_file(engine, path, province, curated_codes(load_catalogue().values()), NOW, told.append)
    print(f"\n{path.name}: {time.monotonic() - start:.1f} s")
    pairs = [line.split() for line in told]
    return report, Counter({pair[0]: int(pair[1]) for pair in pairs if len(pair) == 2 and pair[1].isdigit()})


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('whole') / 'motcua.db'}")
    migrate(engine)
    report, told = take(engine, DETAILS)
    assert (len(report.new), told["skipped"]) == (2625, 17)
    assert told[Flag.TIMES_DIFFER.value] > 100 and told[Flag.COUNT_GLUED.value] > 50
    report, told = take(engine, LIST, "20")
    assert (len(report.new), told["skipped"]) == (1752, 90)
    return engine


@pytest.fixture(scope="module")
def found(whole: Engine) -> list[Procedure]:
    start = time.monotonic()
    procedures = current_procedures(whole, load_catalogue().values())
    print(f"\n{len(procedures)} procedures loaded: {time.monotonic() - start:.1f} s")
    return procedures


def test_the_same_files_again_change_nothing(whole: Engine) -> None:
    for path, province in ((DETAILS, None), (LIST, "20")):
        report, _ = take(whole, path, province)
        assert (report.new, report.changed, report.missing) == ((), (), ())


@pytest.mark.parametrize("facet", list(Facet))
def test_every_procedure_answers_every_facet(found: list[Procedure], facet: Facet) -> None:
    for procedure in found:
        text = answer(procedure, [facet], TODAY).text
        assert "None" not in text and "{" not in text and "\n\n" not in text and "• \n" not in text, text
        assert len(text.splitlines()) >= 3 and len(text) < 5000, text
        assert "chưa có người đối chiếu" in text


def test_nothing_that_is_unknown_is_stated(found: list[Procedure]) -> None:
    listed = [procedure for procedure in found if procedure.origin is Origin.LIST]
    assert len(listed) > 1000
    for procedure in listed:
        assert Facet.DOCUMENTS in procedure.unknown and Facet.FEE in procedure.unknown


def test_names_and_ids_are_unique_and_fit_a_button(found: list[Procedure]) -> None:
    assert len({procedure.short_name.lower() for procedure in found}) == len(found)
    assert len({procedure.id for procedure in found}) == len(found)
    assert all(find_pick(f"#{procedure.id}:fee") for procedure in found)
    lengths = sorted(len(procedure.short_name) for procedure in found)
    assert lengths[int(len(lengths) * 0.95)] <= 110 and lengths[-1] <= 260
    assert not [name for name in (p.short_name for p in found) if re.search(r"\s{2}|^\s", name)]


def test_curated_codes_are_answered_by_the_curated_records(found: list[Procedure]) -> None:
    assert not {procedure.code for procedure in found} & curated_codes(load_catalogue().values())
