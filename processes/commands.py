"""What commands share: errors in one line, and the database in today's shape."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


def explained(command: Callable[..., Any]) -> Callable[..., Any]:
    """Errors that a person can mend are one line with cause and cure, not a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        from sqlalchemy.exc import OperationalError

        from bot.catalogue.load import CatalogueError
        from bot.conversations.figures import FiguresError
        from bot.dossiers.export.mapping import MappingError
        from bot.dossiers.outages import OutagesError
        from bot.settings import SettingsError
        from processes.files import FileRefused
        from processes.zalo_login import LoginRefused

        mendable = (SettingsError, CatalogueError, MappingError, OutagesError, FiguresError, FileRefused, LoginRefused)
        try:
            return command(*args, **kwargs)
        except (*mendable, OSError) as error:
            raise click.ClickException(str(error)) from error
        except OperationalError as error:
            cause = str(error.orig).strip()
            raise click.ClickException(f"the database does not work: {cause}\nCheck MOTCUA_DATABASE_URL.") from error

    return run


def migrated_engine() -> Engine:
    from bot.settings import read_settings
    from bot.store.engine import open_engine
    from bot.store.migrate import migrate as run_migrations

    engine = open_engine(read_settings().database)
    run_migrations(engine)
    return engine
