"""``python -m bench.forged [--count 1000000]``: forged and mutated webhooks at the gateway, real ones in between.

None may be taken in, none answered with 5xx, and the real ones must still be answered by the workers. Only this machine
is spoken to; the number of requests and of connections is bounded.
"""

from __future__ import annotations

import asyncio
import random
import time
import uuid
from collections import Counter
from collections.abc import Callable

import click
from sqlalchemy import func, select
from tqdm import tqdm

from bench import servers, zalo_load
from bench.measure import VAR
from bench.places import new_database
from bot.settings import ROOT
from bot.store.engine import open_engine, reading
from bot.store.tables import inbox

CONNECTIONS = 16
# So many forged requests for each real one.
BETWEEN = 500
TELEGRAM = "/webhooks/telegram"
TOKEN = "990000001:bench-token-that-is-none"
SETTINGS = zalo_load.SETTINGS | {
    "MOTCUA_ZALO_API_URL": "http://127.0.0.1:9",
    "MOTCUA_ZALO_OAUTH_URL": "http://127.0.0.1:9/v4",
    "MOTCUA_TELEGRAM_URL": "http://127.0.0.1:9",
    "MOTCUA_TELEGRAM_TOKEN": TOKEN,
    "MOTCUA_TELEGRAM_SECRET": "bench-telegram-secret",
}
Headers = dict[str, str]
Made = tuple[str, Headers, bytes]


def real(number: int) -> Made:
    body = zalo_load.text_event(number % 200, uuid.uuid4().hex[:20], "lệ phí khai sinh", time.time())
    return zalo_load.WEBHOOK, zalo_load.signed(body), body


def _flipped(chance: random.Random) -> Made:
    """A real one with a byte changed after it was signed."""
    path, headers, body = real(chance.randrange(1000))
    place = chance.randrange(len(body))
    return path, headers, body[:place] + bytes([body[place] ^ (1 << chance.randrange(8))]) + body[place + 1 :]


def _cut(chance: random.Random) -> Made:
    path, headers, body = real(chance.randrange(1000))
    return path, headers, body[: chance.randrange(len(body))]


def _unsigned(chance: random.Random) -> Made:
    path, _, body = real(chance.randrange(1000))
    return path, {"Content-Type": "application/json"}, body


def _badly_signed(chance: random.Random) -> Made:
    path, headers, body = real(chance.randrange(1000))
    mac = chance.choice(
        ["", "mac=", "mac", "=", "mac=0", f"mac={'0' * 64}", "mac=" + "é" * 9, chance.randbytes(30).hex()]
    )
    return path, headers | {"X-ZEvent-Signature": mac}, body


def _nonsense(chance: random.Random) -> Made:
    path, headers, _ = real(chance.randrange(1000))
    return path, headers, chance.choice([b"", b"null", b"[]", b"{" * 5000, chance.randbytes(200), b'{"timestamp":{}}'])


def _telegram(chance: random.Random) -> Made:
    body = b'{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":1,"type":"private"},"text":"hi"}}'
    secret = chance.choice(["", "x", "bench-telegram-secret ", "Bench-telegram-secret", "bench-telegram-secre"])
    return TELEGRAM, {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret}, body


FORGERIES: tuple[Callable[[random.Random], Made], ...] = (
    *(_flipped, _cut, _unsigned, _badly_signed, _nonsense, _telegram),
)


class Run:
    """What was answered to the forged ones and to the real ones."""

    def __init__(self, port: int, count: int) -> None:
        self.port = port
        self.left = count
        self.forged: Counter[int] = Counter()
        self.real: Counter[int] = Counter()
        self.bar = tqdm(total=count, unit=" requests", unit_scale=True, mininterval=20)

    async def all(self) -> None:
        await asyncio.gather(*(self._some(random.Random(seed)) for seed in range(CONNECTIONS)))
        self.bar.close()

    async def _some(self, chance: random.Random) -> None:
        streams = None
        while self.left > 0:
            self.left -= 1
            genuine = self.left % BETWEEN == 0
            made = real(self.left // BETWEEN) if genuine else chance.choice(FORGERIES)(chance)
            streams = streams or await asyncio.open_connection("127.0.0.1", self.port)
            status, stays = await _ask(*streams, *made)
            (self.real if genuine else self.forged)[status] += 1
            self.bar.update()
            if not stays:
                streams[1].close()
                streams = None
        if streams:
            streams[1].close()


async def _ask(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str, headers: Headers, body: bytes
) -> tuple[int, bool]:
    """The status, and whether the connection can be used again."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    writer.write("\r\n".join(lines).encode("utf-8") + b"\r\n\r\n" + body)
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    length = next((int(line.partition(":")[2]) for line in head.splitlines() if line.startswith("content-length:")), 0)
    await reader.readexactly(length)
    return int(head.split(" ", 2)[1]), "connection: close" not in head


@click.command()
@click.option("--count", default=1_000_000, show_default=True)
@click.option("--database", help="A PostgreSQL server on which a database is made for this. Default: SQLite.")
def main(count: int, database: str | None) -> None:
    """Send them, count the answers, and look into the inbox."""
    with new_database(database) as url:
        more = SETTINGS | ({"MOTCUA_DATABASE_URL": url} if url else {})
        with servers.ours(VAR / "forged", ROOT / "models", more) as server:
            server.seconds_until("/readyz")
            run = Run(int(server.url.rpartition(":")[2]), count)
            started = time.monotonic()
            asyncio.run(run.all())
            seconds = time.monotonic() - started
            statuses = _inbox(url or f"sqlite:///{VAR / 'forged' / 'motcua.db'}", run.real[200])
    click.echo(f"{sum(run.forged.values())} forged in {seconds:.0f} s: {dict(run.forged)}")
    click.echo(f"{sum(run.real.values())} real: {dict(run.real)}; in the inbox {sum(statuses.values())}: {statuses}")
    taken = run.forged[200] or sum(statuses.values()) != run.real[200]
    if taken or any(status >= 500 for status in (*run.forged, *run.real)) or set(run.real) != {200}:
        raise click.ClickException("a forged request was taken in, or a real one was not")


def _inbox(url: str, wanted: int) -> dict[str, int]:
    """Rows by status, when the workers have done all of them or a minute has passed."""
    engine, query = open_engine(url), select(inbox.c.status, func.count()).group_by(inbox.c.status)
    deadline = time.monotonic() + 60
    statuses: dict[str, int] = {}
    while statuses.get("done", 0) < wanted and time.monotonic() < deadline:
        time.sleep(1)
        with reading(engine) as connection:
            statuses = dict(connection.execute(query).all())
    engine.dispose()
    return statuses


if __name__ == "__main__":
    main()
