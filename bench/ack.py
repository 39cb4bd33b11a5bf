"""``python -m bench.ack [--database postgresql://…]``: how soon a webhook is acknowledged while the workers are behind.

200 signed messages of 500 people a second, more than two cores answer; the acknowledgement means that the message is
stored.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter

import click
import numpy as np
from sqlalchemy import func, select

from bench import servers, zalo_load
from bench.measure import VAR
from bench.places import new_database
from bot.settings import ROOT
from bot.store import inbox
from bot.store.engine import open_engine, reading
from bot.store.tables import inbox as inbox_table

PEOPLE = 500
ASKED = ("lệ phí làm khai sinh", "lam lai can cuoc bi mat can gi", "đăng ký kết hôn mất mấy ngày", "nộp ở đâu vậy")


def body(number: int) -> bytes:
    text = ASKED[number // PEOPLE % len(ASKED)]
    return zalo_load.text_event(number % PEOPLE, uuid.uuid4().hex[:20], text, time.time())


@click.command()
@click.option("--database", help="A PostgreSQL server on which a database is made for this. Default: SQLite.")
@click.option("--rate", default=200, show_default=True, help="Messages a second.")
@click.option("--seconds", default=60, show_default=True)
def main(database: str | None, rate: int, seconds: int) -> None:
    """Measure, and say whether workers were behind all the while."""
    with new_database(database) as url:
        more = zalo_load.SETTINGS | ({"MOTCUA_DATABASE_URL": url} if url else {})
        # Nobody listens there: what is measured is the way in.
        more |= {"MOTCUA_ZALO_API_URL": "http://127.0.0.1:9", "MOTCUA_ZALO_OAUTH_URL": "http://127.0.0.1:9/v4"}
        with servers.ours(VAR / "ack", ROOT / "models", more) as server:
            server.seconds_until("/readyz")
            acks = zalo_load.send(server.url, rate * seconds, rate, body)
            engine = open_engine(url or f"sqlite:///{VAR / 'ack' / 'motcua.db'}")
            with reading(engine) as connection:
                stored = connection.execute(select(func.count()).select_from(inbox_table)).scalar_one()
                behind = inbox.pending(connection)
            engine.dispose()
    p50, p99, most = (1e3 * float(np.percentile(acks.seconds, share)) for share in (50, 99, 100))
    click.echo(f"{'PostgreSQL' if database else 'SQLite'}: {len(acks.seconds)} webhooks, {rate} a second")
    click.echo(f"acknowledged: p50 {p50:.1f} ms, p99 {p99:.1f} ms, slowest {most:.0f} ms")
    click.echo(f"status codes: {dict(Counter(acks.statuses))}; stored: {stored}; not answered yet at the end: {behind}")


if __name__ == "__main__":
    main()
