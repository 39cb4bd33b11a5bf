"""Alembic's entry: our engine, our tables."""

from alembic import context
from sqlalchemy import text

from bot.store.tables import metadata

engine = context.config.attributes["engine"]
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with connection.begin():
        if engine.dialect.name == "sqlite":
            connection.execute(text("BEGIN IMMEDIATE"))
        context.run_migrations()
