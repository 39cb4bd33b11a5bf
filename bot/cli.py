"""The command line: ``motcua --help``."""

from __future__ import annotations

import click

from bot.catalogue.load import CatalogueError, load_catalogue


@click.group()
def main() -> None:
    """Một Cửa assistant: run it, train it, look after its data."""


@main.group()
def catalogue() -> None:
    """The procedures it knows."""


@catalogue.command("check")
def catalogue_check() -> None:
    """Check every curated record; print each problem."""
    try:
        records = load_catalogue()
    except CatalogueError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{len(records)} procedures, no problem found.")
