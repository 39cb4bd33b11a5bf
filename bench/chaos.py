"""``python -m bench.chaos [--postgresql]``: does anything get lost, doubled or out of order while everything dies?

Messages of many people over the fakes of Zalo and Telegram, at a steady rate, with duplicates, reordering, refusals,
expired tokens and time-outs; meanwhile a process is killed every few seconds. With ``--postgresql`` two of everything
run on one server, which is killed as well. Ends with an error where a promise was broken.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import click
from sqlalchemy import func, select
from sqlalchemy.engine import Engine
from tqdm import tqdm

from bench import servers
from bench.killer import Database, Killer
from bench.measure import VAR
from bot.clock import utc_now
from bot.settings import PREFIX, ROOT
from bot.store import tokens
from bot.store.engine import open_engine, reading
from bot.store.secrets import Keys, new_keys
from bot.store.tables import inbox, outbox, tickets
from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes

FOLDER = VAR / "chaos"
DOSSIER = re.compile(r"H37\.99\.99-\d{6}-\d{4}")
SERVICES = ("zalo", "telegram")
SENDING = ("cs", "sendMessage")
# Factor on the waits of Zalo between its repetitions: 30 s and more in life.
SCALE = 0.05
LONGEST_END = 300.0
FAULTS: tuple[dict[str, Any], ...] = (
    {"fault": "duplicate", "share": 0.1},
    {"fault": "reorder", "share": 0.05, "seconds": 0.3},
    *({"fault": "429", "method": method, "share": 0.005, "seconds": 1.0} for method in SENDING),
    {"fault": "expired", "method": "cs", "share": 0.001},
    *({"fault": "timeout_after", "method": method, "share": 0.001} for method in SENDING),
    *({"fault": "timeout_before", "method": method, "share": 0.001} for method in SENDING),
)


class Found(NamedTuple):
    """What the run left: each a number that must be 0, but for ``doubts`` which may be as many as ``causes``."""

    lost: int
    out_of_order: int
    inbox_not_once: int
    outbox_not_once: int
    tickets_not_once: int
    dead: int
    doubled: int
    doubts: int
    causes: int

    def broken(self) -> bool:
        return any(self[:6]) or self.doubled > self.doubts or self.doubts > self.causes


def code(number: int) -> str:
    """A dossier that nobody has: the answer names it, so it tells which message it answers."""
    return f"H37.99.99-26{1 + number // 10_000:02}11-{number % 10_000:04}"


def text(number: int, people: int) -> str:
    """Everybody's first message asks for a person, which opens one ticket; the others ask about a dossier."""
    return "cho tôi gặp cán bộ" if number < people else f"hồ sơ {code(number)} tới đâu rồi"


def give_access(fakes: Fakes, engine: Engine, keys: Keys) -> None:
    """What `motcua zalo login` stores."""
    pair, now = fakes.zalo.oauth.pair, utc_now()
    tokens.keep(engine, keys, "zalo", tokens.Pair(pair.access, pair.refresh, now + dt.timedelta(hours=25)), now)


@contextlib.contextmanager
def running(
    fakes: Fakes, fake_url: str, count: int, secrets: dict[str, str], database: str | None
) -> Iterator[list[servers.Server]]:
    """One service on SQLite, or two on one PostgreSQL."""
    given = {PREFIX + name.upper(): str(value) for name, value in fakes.settings(fake_url).items()}
    given |= secrets | {f"{PREFIX}TELEGRAM_CHAT_SECONDS": "0", f"{PREFIX}WORKERS": str(2 // count)}
    given |= {f"{PREFIX}DATABASE_URL": database} if database else {}
    with contextlib.ExitStack() as stack:
        sites = []
        for number in range(count):
            site = stack.enter_context(servers.ours(FOLDER / f"site{number}", ROOT / "models", given))
            site.seconds_until("/readyz")
            wait_for_workers(site)
            sites.append(site)
        yield sites


def wait_for_workers(site: servers.Server) -> None:
    """Ready is a service whose messages somebody works on, and with two on one database that may be the other's."""
    while not any((site.var / "workers").glob("*")):
        time.sleep(servers.PAUSE)


def write(fakes: Fakes, messages: int, people: int, rate: float, first: int = 0) -> None:
    """From the ``first`` on; message ``n`` is by person ``n % people``, on Zalo or Telegram by turns."""
    begin = time.monotonic()
    for number in tqdm(range(first, messages), unit=" messages", mininterval=20):
        time.sleep(max(0.0, begin + (number - first) / rate - time.monotonic()))
        person = number % people
        fakes.say(SERVICES[person % 2], f"p{person}", text(number, people))


def wait_for_quiet(fakes: Fakes, engine: Engine) -> None:
    """Until nothing is pushed, pending or waiting to leave, or for five minutes."""
    waiting = select(func.count()).select_from(outbox).where(outbox.c.status.in_(("pending", "deferred")))
    undone = select(func.count()).select_from(inbox).where(inbox.c.status == "pending")
    deadline = time.monotonic() + LONGEST_END
    while time.monotonic() < deadline:
        with reading(engine) as connection:
            left = [connection.execute(query).scalar_one() for query in (waiting, undone)]
        left.append(sum(pusher.waiting for pusher in fakes.pushers.values()))
        if not any(left):
            return
        time.sleep(1)


def look(fakes: Fakes, engine: Engine, keys: Keys, messages: int, people: int, causes: int) -> Found:
    """Compare what people have with what was accepted."""
    with reading(engine) as connection:
        taken = connection.execute(select(inbox).order_by(inbox.c.id)).all()
        left = connection.execute(select(outbox)).all()
        opened = connection.execute(select(tickets.c.conversation)).scalars().all()
    accepted: dict[str, list[str]] = {}
    for row in taken:
        accepted.setdefault(row.conversation, []).extend(DOSSIER.findall(keys.decrypt(row.text_enc)))
    lost = wrong = doubled = 0
    for person in range(people):
        service = SERVICES[person % 2]
        conversation = f"{service}-{fakes.people.named(f'p{person}').id_at(service)}"
        has = [said for row in fakes.log.to(f"p{person}", service) for said in DOSSIER.findall(row.text)[:1]]
        asked, answered = accepted.get(conversation, []), list(dict.fromkeys(has))
        lost += len(set(asked) - set(answered))
        wrong += answered != [said for said in asked if said in answered]
        doubled += len(has) - len(answered)
    tickets_of = Counter(opened)
    return Found(
        lost=lost,
        out_of_order=wrong,
        inbox_not_once=abs(len(taken) - messages),
        outbox_not_once=len({row.id for row in taken} ^ {row.inbox_id for row in left}) + len(left) - len(taken),
        tickets_not_once=sum(count != 1 for count in tickets_of.values()) + people - len(tickets_of),
        dead=sum(row.status == "dead" for row in (*taken, *left)),
        doubled=doubled,
        doubts=sum(row.uncertain for row in left),
        causes=causes,
    )


@click.command()
@click.option("--postgresql", is_flag=True, help="Two of everything on a PostgreSQL of our own, which is killed too.")
@click.option("--messages", default=10_000, show_default=True)
@click.option("--people", default=500, show_default=True)
@click.option("--rate", default=50.0, show_default=True, help="Messages a second.")
@click.option("--every", default=5.0, show_default=True, help="Seconds between two kills.")
def main(postgresql: bool, messages: int, people: int, rate: float, every: float) -> None:
    """Run it, and say what was found."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    database = Database(FOLDER / "postgresql") if postgresql else None
    fakes = Fakes(seed=7, scale=SCALE)
    secrets, count = new_keys(), 2 if database else 1
    keys, url = Keys(*secrets.values()), database.url if database else None
    with serving(fakes) as fake_url, running(fakes, fake_url, count, secrets, url) as sites:
        engine = open_engine(url or f"sqlite:///{sites[0].var / 'motcua.db'}")
        give_access(fakes, engine, keys)
        # Of two services one hears Zalo and the other Telegram.
        for number, service in enumerate(SERVICES):
            fakes.pushers[service].url = f"{sites[number % len(sites)].url}/webhooks/{service}"
        for rule in FAULTS:
            fakes.faults.add(**rule)
        killer = Killer([site.var for site in sites], database, every)
        killer.start()
        write(fakes, messages, people, rate)
        killer.stop()
        wait_for_quiet(fakes, engine)
        timeouts = sum(count for name, count in fakes.faults.happened.items() if name.startswith("timeout"))
        causes = timeouts + sum(killer.killed.values())
        found = look(fakes, engine, keys, messages, people, causes)
        engine.dispose()
    if database:
        database.stop()
    click.echo(f"{'PostgreSQL, two of each' if database else 'SQLite'}: {messages} messages of {people} people")
    click.echo(f"killed: {dict(killer.killed)}; faults: {dict(fakes.faults.happened)}")
    click.echo(", ".join(f"{name.replace('_', ' ')} {value}" for name, value in found._asdict().items()))
    if found.broken():
        raise click.ClickException("a promise was broken")


if __name__ == "__main__":
    main()
