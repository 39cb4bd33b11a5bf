"""The command line: ``motcua --help``. Imports that cost seconds stand inside the commands that need them."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

import click

from bot.clock import utc_now
from processes.channel_commands import outbox, telegram, zalo, zalobot
from processes.commands import explained, migrated_engine
from processes.dossier_commands import apology, overdue, ratings, recount, report, unexplained

# Rasa's stack speaks at import; these are its own switches for silence.
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# Nothing failed, but somebody should look at the report.
ROWS_REJECTED = 3


@click.group()
def main() -> None:
    """Một Cửa assistant: run it, train it, look after its data."""


@main.command()
@click.option("--channels", is_flag=True, help="With stand-ins for Zalo and Telegram, and a page to write as a person.")
@explained
def run(channels: bool) -> None:
    """Start everything on this machine and keep it running until Ctrl-C."""
    from bot.conversations.figures import load_figures
    from bot.settings import read_settings
    from bot.store.secrets import load_keys
    from processes.start import ensure_model, welcome
    from processes.supervisor import supervised

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    settings = read_settings()
    if channels:
        from processes.fakes import pointed

        os.environ.update(pointed(settings))
        settings = read_settings()
    load_keys(settings)
    load_figures(settings.figures)
    ensure_model(settings.models_path, click.echo)
    with contextlib.suppress(KeyboardInterrupt), supervised(settings, ["fakes"] * channels) as supervisor:
        # Imported when the page is already on its way.
        from processes.database import prepare_database

        _tell_dossiers(prepare_database(settings))
        click.echo(welcome(settings, channels))
        sys.exit(supervisor.wait())


@main.command()
@click.option("--force", is_flag=True, help="Train although a model of the present data is there.")
@explained
def train(force: bool) -> None:
    """Train the model when its inputs changed."""
    from bot.settings import read_settings
    from processes.start import ensure_model

    ensure_model(read_settings().models_path, click.echo, force)


@main.command()
@explained
def reload() -> None:
    """Train if inputs changed, and let workers with the present model and figures take over. Nobody waits meanwhile."""
    from bot.conversations.figures import load_figures
    from bot.settings import read_settings
    from processes.start import ensure_model
    from processes.supervisor import take_over_model

    settings = read_settings()
    # Workers read them when they are first asked: too late to say that the file is faulty.
    load_figures(settings.figures)
    ensure_model(settings.models_path, click.echo)
    take_over_model(settings)
    click.echo("The workers take the model over; the old ones serve until the new ones are ready.")


@main.command()
@explained
def chat() -> None:
    """Talk to the assistant in this terminal."""
    from bot.settings import read_settings
    from processes.database import prepare_database
    from processes.start import ensure_model
    from processes.terminal import talk

    settings = read_settings()
    ensure_model(settings.models_path, click.echo)
    _tell_dossiers(prepare_database(settings))
    talk(settings)


def _tell_dossiers(count: int | None) -> None:
    if count is not None:
        click.echo(f"The demo database holds {count} dossiers.")


@main.command()
@explained
def migrate() -> None:
    """Bring the database to the newest shape."""
    from bot.settings import read_settings
    from bot.store.engine import open_engine
    from bot.store.migrate import migrate as run_migrations

    run_migrations(open_engine(read_settings().database))
    click.echo("The database is up to date.")


@main.command()
def keys() -> None:
    """Print new secrets, to be put into the environment of a production start."""
    from bot.store.secrets import new_keys

    for name, value in new_keys().items():
        click.echo(f"{name}={value}")


@main.command()
@explained
def rekey() -> None:
    """Encrypt everything anew with the first of MOTCUA_ENCRYPTION_KEYS; the others may then be removed."""
    from tqdm import tqdm

    from bot.settings import read_settings
    from bot.store.rekey import rekey as run_rekey
    from bot.store.secrets import load_keys

    with tqdm(unit=" rows", delay=2, leave=False) as bar:
        done = run_rekey(migrated_engine(), load_keys(read_settings()), bar.update)
    click.echo(f"{done.rows} rows read, {done.changed} written anew.")
    if done.unreadable:
        raise click.ClickException(
            f"{done.unreadable} rows are under none of the keys: put the missing key back behind the others, run again."
        )


@main.group()
def catalogue() -> None:
    """The procedures it knows."""


@catalogue.command("check")
@explained
def catalogue_check() -> None:
    """Check every curated record and the lists of them; print each problem."""
    from bot.catalogue.browse import check_lists, load_lists
    from bot.catalogue.elsewhere import check_elsewhere, load_elsewhere
    from bot.catalogue.load import CatalogueError, load_catalogue

    records = load_catalogue()
    if problems := check_lists(load_lists(), records) + check_elsewhere(load_elsewhere(), records):
        raise CatalogueError("\n".join(problems))
    click.echo(f"{len(records)} procedures, no problem found.")


@catalogue.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--province", help="Whose list it is: code or name of the province. Without it: the whole country's.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--verbose", is_flag=True, help="Name every line that was skipped.")
@explained
def catalogue_import(file: Path, province: str | None, dry_run: bool, verbose: bool) -> None:
    """Import procedures that a portal or a province publishes: JSON Lines, JSON or XLSX."""

    from bot.catalogue.load import load_catalogue
    from bot.catalogue.portal.merge import curated_codes
    from processes.catalogue_import import import_file

    now = utc_now()
    curated = curated_codes(load_catalogue().values())
    import_file(migrated_engine(), file, province, curated, now, click.echo, dry_run, verbose)


@catalogue.command("show")
@click.argument("code")
@explained
def catalogue_show(code: str) -> None:
    """Print what imports brought under a national code, with its history."""
    from bot.catalogue.load import load_catalogue
    from bot.catalogue.portal.merge import curated_codes
    from processes.catalogue_import import show

    show(migrated_engine(), code, curated_codes(load_catalogue().values()), click.echo)


@main.group()
def dossiers() -> None:
    """The dossiers that people ask about."""


@dossiers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", help="Name of a shipped mapping, or a .yml file. Without it: the one that fits the columns.")
@click.option("--encoding", help="Encoding of a CSV file that is not Unicode, such as windows-1258.")
@click.option(
    "--exported",
    type=click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M"]),
    help="When the export was made, in Vietnam. Needed where no column says when a row changed; else the file's time.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--verbose", is_flag=True, help="Name every line that was rejected.")
@explained
def dossiers_import(
    file: Path, mapping: str | None, encoding: str | None, exported: datetime | None, dry_run: bool, verbose: bool
) -> None:
    """Import the export of a one-stop system: CSV or XLSX. The same file again changes nothing.

    Exit code 0: all rows taken; 1: nothing or not all of it done; 3: done, but rows were rejected.
    """
    from bot.dossiers.outages import load_outages
    from bot.settings import read_settings
    from bot.store.secrets import load_keys
    from processes.dossier_import import Options, import_file, local

    settings = read_settings()
    options = Options(mapping, encoding, local(exported), dry_run, verbose, load_outages(settings.outages_file))
    keys = load_keys(settings)
    if import_file(migrated_engine(), keys, file, options, utc_now(), click.echo).rejected:
        sys.exit(ROWS_REJECTED)


for _command in (report, overdue, apology, recount, unexplained):
    dossiers.add_command(_command)
for _group in (ratings, outbox, zalo, telegram, zalobot):
    main.add_command(_group)
