"""The command line: ``motcua --help``. Imports that cost seconds stand inside the commands that need them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

# Rasa's stack speaks at import; these are its own switches for silence.
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def explained(command: Callable[..., Any]) -> Callable[..., Any]:
    """Errors that a person can mend are one line with cause and cure, not a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        from sqlalchemy.exc import OperationalError

        from bot.catalogue.load import CatalogueError
        from bot.settings import SettingsError

        try:
            return command(*args, **kwargs)
        except (SettingsError, CatalogueError, OSError) as error:
            raise click.ClickException(str(error)) from error
        except OperationalError as error:
            cause = str(error.orig).strip()
            raise click.ClickException(f"the database does not work: {cause}\nCheck MOTCUA_DATABASE_URL.") from error

    return run


@click.group()
def main() -> None:
    """Một Cửa assistant: run it, train it, look after its data."""


@main.command()
@explained
def run() -> None:
    """Start everything on this machine and keep it running until Ctrl-C."""
    from bot.settings import read_settings
    from processes.start import prepare, welcome
    from processes.supervisor import supervise

    settings = read_settings()
    prepare(settings, click.echo)
    click.echo(welcome(settings))
    sys.exit(max(0, supervise(settings)))


@main.command()
@click.option("--force", is_flag=True, help="Train although a model of the present data is there.")
@explained
def train(force: bool) -> None:
    """Train the model when its inputs changed."""
    from bot.settings import read_settings
    from processes.start import ensure_model

    ensure_model(Path(read_settings().models), click.echo, force)


@main.command()
@explained
def chat() -> None:
    """Talk to the assistant in this terminal."""
    from bot.settings import read_settings
    from processes.start import prepare
    from processes.terminal import talk

    settings = read_settings()
    prepare(settings, click.echo)
    talk(settings)


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


@main.group()
def catalogue() -> None:
    """The procedures it knows."""


@catalogue.command("check")
@explained
def catalogue_check() -> None:
    """Check every curated record; print each problem."""
    from bot.catalogue.load import load_catalogue

    click.echo(f"{len(load_catalogue())} procedures, no problem found.")
