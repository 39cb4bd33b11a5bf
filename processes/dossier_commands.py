"""What an officer asks of the dossiers: figures of a period, which are late, a draft of the apology."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from bot.clock import utc_now
from processes.commands import explained, migrated_engine

MONTH = click.DateTime(["%Y-%m"])


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--from", "first", type=MONTH, help="First month of receipt, such as 2026-01. Without it: January.")
@click.option("--to", "last", type=MONTH, help="Last month of receipt. Without it: this month.")
@click.option("--by", default="", help="A further table that crosses some of unit,procedure,month,channel.")
@click.option("--public", is_flag=True, help="To be published: the whole and one --by, groups under 5 merged.")
@explained
def report(file: Path, first: dt.datetime | None, last: dt.datetime | None, by: str, public: bool) -> None:
    """Write the figures of a period as CSV or XLSX: received, early, on time, late, running, online."""
    from bot.dossiers.calendar import LOCAL
    from bot.store.statistics import without_facts
    from processes.dossier_import import known_procedures
    from processes.dossier_report import dimensions, months, uncertain_years
    from processes.dossier_report import report as write_report

    now = utc_now()
    today = now.astimezone(LOCAL).date()
    until = last.date() if last else today
    period = months(first.date() if first else until.replace(month=1), until, now)
    engine = migrated_engine()
    names = {procedure.id: procedure.short_name for procedure in known_procedures(engine)}
    count = write_report(engine, file, period, dimensions(by), names, public)
    click.echo(f"{file}: {count} dossiers received from {period.first} to {period.last}.")
    if public:
        click.echo("Publish each month once, by one dimension: two reports of one month tell of small groups.")
    if years := uncertain_years(period):
        click.echo(
            f"Days off of {years} are not entered, or not final: due dates counted there may be some days early."
        )
    if missing := without_facts(engine):
        click.echo(
            f"{missing} dossiers were stored before there were figures: `motcua dossiers recount` counts them in."
        )


@click.command()
@explained
def overdue() -> None:
    """List dossiers that are late: code, due date, when an export last had it, department, procedure, masked name."""
    from bot.settings import read_settings
    from bot.store.facts import overdue as late_ones
    from bot.store.journal import note_listed
    from bot.store.secrets import load_keys
    from processes.service_lists import tell_late

    engine, keys, now = migrated_engine(), load_keys(read_settings()), utc_now()
    note_listed(engine, keys, "overdue", now)
    tell_late(list(late_ones(engine, keys, now)), click.echo)


@click.command()
@click.argument("code")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Without it: xin-loi-CODE.docx here.")
@explained
def apology(code: str, out: Path | None) -> None:
    """Draft Mẫu 04 for a late dossier as DOCX; reason and new date are left for the officer."""
    from bot.conversations.unit import load_unit
    from bot.dossiers.calendar import LOCAL
    from bot.remote.source import open_source
    from bot.settings import read_settings
    from bot.store.journal import note_missed, note_opened
    from bot.store.secrets import load_keys
    from processes.dossier_apology import write_apology

    settings, now = read_settings(), utc_now()
    engine, keys = migrated_engine(), load_keys(settings)
    unit = load_unit(settings.unit_file).name

    def note(looked_up: str, found: bool) -> None:
        (note_opened if found else note_missed)(engine, keys, looked_up, now)

    draft = write_apology(open_source(settings, engine, keys), code, out, unit, now, note)
    click.echo(
        f"{draft.path}: fill in the reason and the new date, check it, then sign. It holds the applicant's name."
    )
    if draft.stale_since:
        since = f"{draft.stale_since.astimezone(LOCAL):%H:%M %d/%m/%Y}"
        click.echo(f"Nothing newer than {since} is known of this dossier: look first whether it is still late.")


@click.command()
@explained
def recount() -> None:
    """Work out the facts and counted deadlines of all dossiers anew: after an update, new days off or an outage."""
    from tqdm import tqdm

    from bot.dossiers.outages import load_outages
    from bot.settings import read_settings
    from bot.store.facts import recount as run_recount
    from bot.store.secrets import load_keys
    from processes.dossier_import import rules

    settings = read_settings()
    with tqdm(unit=" dossiers", delay=2, leave=False) as bar:
        done = run_recount(
            migrated_engine(), load_keys(settings), rules(load_outages(settings.outages_file)), bar.update
        )
    click.echo(f"{done.rows - done.unreadable} dossiers counted.")
    if done.unreadable:
        raise click.ClickException(f"{done.unreadable} dossiers are under none of the keys: see `motcua rekey`.")


@click.command()
@click.option("--done", type=int, multiple=True, metavar="ID", help="An officer has looked at it; may be repeated.")
@explained
def unexplained(done: tuple[int, ...]) -> None:
    """List changes of status that no legal path explains: number, code, from, to, when, source."""
    from bot.settings import read_settings
    from bot.store.journal import note_listed
    from bot.store.secrets import load_keys
    from processes.service_lists import settle_unexplained, tell_unexplained

    engine, now = migrated_engine(), utc_now()
    if done:
        settle_unexplained(engine, list(dict.fromkeys(done)), now, click.echo)
        return
    keys = load_keys(read_settings())
    note_listed(engine, keys, "unexplained", now)
    tell_unexplained(engine, keys, click.echo)


@click.group()
def ratings() -> None:
    """What people say of the service."""


@ratings.command("export")
@click.option("--from", "first", type=click.DateTime(["%Y-%m"]), required=True, help="First month, such as 2026-10.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m"]), required=True, help="Last month.")
@click.option("--reasons", is_flag=True, help="What was said besides stars, instead of counts.")
@click.option("--output", type=click.File("w", encoding="utf-8-sig", lazy=True), default="-", help="Else the terminal.")
@explained
def ratings_export(first: dt.datetime, last: dt.datetime, reasons: bool, output: Any) -> None:
    """Write CSV by unit and month: how many were asked and answered, by stars."""
    from bot.settings import read_settings
    from bot.store.secrets import load_keys
    from processes.service_lists import write_ratings, write_reasons

    if reasons:
        rows = write_reasons(migrated_engine(), load_keys(read_settings()), first, last, output)
    else:
        rows = write_ratings(migrated_engine(), first, last, output)
    click.echo(f"{rows} rows.", err=True)
