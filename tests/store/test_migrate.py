from __future__ import annotations

import subprocess
import sys

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Engine

from bot.settings import ROOT
from bot.store.engine import open_engine
from bot.store.migrate import migrate, migrations_of
from bot.store.tables import metadata

MIGRATE = "import sys; from bot.store.engine import open_engine; from bot.store.migrate import migrate; "
MIGRATE += "migrate(open_engine(sys.argv[1])); print('done')"


def tables(url: str) -> set[str]:
    engine = open_engine(url)
    names = set(inspect(engine).get_table_names())
    engine.dispose()
    return names


def test_all_tables_are_made(new_url: str) -> None:
    assert tables(new_url) == set()
    migrate(open_engine(new_url))
    assert tables(new_url) == {*metadata.tables, "alembic_version"}


def test_a_second_run_finds_nothing_to_do(new_url: str) -> None:
    engine = open_engine(new_url)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO workers (name, pid, seen_at) VALUES ('w', 1, '2026-11-23 00:00:00')"))
    migrate(engine)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM workers")).scalar_one() == 1
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one() == 1
    engine.dispose()


def test_three_processes_at_once(new_url: str) -> None:
    command = [sys.executable, "-c", MIGRATE, new_url]
    pipe = subprocess.PIPE
    processes = [subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) for _ in range(3)]
    ends = [(*process.communicate(timeout=60), process.returncode) for process in processes]
    assert [code for _, _, code in ends] == [0, 0, 0], ends
    assert tables(new_url) == {*metadata.tables, "alembic_version"}


def test_tables_and_migrations_agree(new_url: str) -> None:
    engine = open_engine(new_url)
    migrate(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


DOSSIER = "INSERT INTO dossiers (code, procedure, status, record_enc, updated_at, due_at) VALUES"
FACTS = "INSERT INTO dossier_facts (code, agency, procedure, status, month, supplements) VALUES"

JUDGED = (
    "('H37-1', '', '', 4, 202611, 0, '2026-12-01', NULL, NULL)",
    "('H37-2', '', '', 9, 202611, 0, '2026-12-01', '2026-11-30', NULL)",
    "('H37-3', '', '', 5, 202611, 0, '2026-12-01', NULL, '2026-11-27')",
)


def test_due_dates_go_along_when_they_move(new_url: str) -> None:
    engine = open_engine(new_url)
    migrate(engine)
    run(engine, f"{FACTS} ('H37-1', '', '', 4, 202611, 0), ('H37-2', '', '', 4, 202611, 0)")
    run(engine, f"{DOSSIER} ('H37-1', '', 4, '', '2026-11-23', '2026-12-01'), ('H37-2', '', 4, '', '2026-11-23', NULL)")
    run(engine, f"{DOSSIER} ('H37-3', '', 4, '', '2026-11-23', NULL)")
    before = dues(engine, "dossiers")
    command.downgrade(migrations_of(engine), "0011")
    assert dues(engine, "dossier_facts") == {code: due for code, due in before.items() if code != "H37-3"}
    migrate(engine)
    assert dues(engine, "dossiers") == before and before["H37-1"] and before["H37-2"] is None
    engine.dispose()


def test_what_lateness_is_judged_by_is_taken_over_from_the_facts(new_url: str) -> None:
    engine = open_engine(new_url)
    migrate(engine)
    columns = "(code, agency, procedure, status, month, supplements, late_after, ended_at, paused_at)"
    run(engine, f"INSERT INTO dossier_facts {columns} VALUES {', '.join(JUDGED)}")
    run(engine, f"{DOSSIER} " + ", ".join(f"('H37-{n}', '', 4, '', '2026-11-23', NULL)" for n in (1, 2, 3)))
    command.downgrade(migrations_of(engine), "0011")
    migrate(engine)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT code, late_after, clock_stopped_at FROM dossiers")).all()
    found = {code: tuple(str(time)[:10] for time in times) for code, *times in rows}
    assert found == {
        "H37-1": ("2026-12-01", "None"),
        "H37-2": ("2026-12-01", "2026-11-30"),
        "H37-3": ("2026-12-01", "2026-11-27"),
    }
    engine.dispose()


def run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def dues(engine: Engine, table: str) -> dict[str, object]:
    with engine.connect() as connection:
        return dict(connection.execute(text(f"SELECT code, due_at FROM {table}")).all())
