"""The source of dossiers that the settings name."""

from __future__ import annotations

import datetime as dt

from sqlalchemy.engine import Engine

from bot.dossiers.source import DossierSource
from bot.remote.dossiers import HttpDossiers
from bot.settings import Settings
from bot.store.secrets import Keys
from bot.store.source import SqlDossiers


def open_source(settings: Settings, engine: Engine, keys: Keys, copies: bool = True) -> DossierSource:
    """The system under ``MOTCUA_DOSSIERS_URL`` where one is set, else our own database.

    ``copies``: while that system is away, what it told before is told as stale."""
    stale = dt.timedelta(hours=settings.dossiers_stale_hours)
    if not settings.dossiers_url:
        return SqlDossiers(engine, keys, stale)
    keep = dt.timedelta(seconds=settings.dossiers_cache_seconds)
    seconds = settings.dossiers_timeout_seconds
    stale = stale if copies else dt.timedelta(0)
    return HttpDossiers(settings.dossiers_url, settings.dossiers_token, seconds, keep, stale)
