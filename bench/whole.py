"""``python -m bench.whole``: the whole path, from a messenger that calls to the messenger that has the reply.

The fakes of Zalo and Telegram, the load and the service share the cores. Throughput: people hold the conversation of
`bench/conversation.py`, all at once; stock Rasa holds it over REST in the same run. Latency: another person each 50 ms.
Memory: before and after many messages.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
import numpy as np
import psutil
from sqlalchemy.engine import Engine

from bench import servers
from bench.chaos import SERVICES, give_access
from bench.conversation import CONVERSATION
from bench.load import run_load
from bench.measure import MANY, VAR
from bench.places import new_database
from bench.servers import Server
from bench.stock import STOCK, trained
from bot.settings import PREFIX, ROOT
from bot.store.engine import open_engine
from bot.store.secrets import Keys, new_keys
from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes

PATIENCE = 600.0
# Limits of the channels are lifted: what is measured is us.
LIMITS = ("zalo_per_second", "telegram_per_second")
PROGRAMS = ("gateway", "workers", "sender")


class Site:
    """A running service that both fakes call. ``written``: when (seconds since 1970) each person wrote first."""

    def __init__(self, server: Server, fakes: Fakes) -> None:
        self.server = server
        self.fakes = fakes
        self.written: dict[str, float] = {}
        self._people = 0

    def crowd(self, people: int) -> float:
        """So many new people say the whole conversation at once; seconds until the last of them has the last reply."""
        began, already = time.monotonic(), len(self.fakes.log.sent)
        names = [self._person() for _ in range(people)]
        for step in CONVERSATION:
            for service, name in names:
                self.fakes.say(service, name, step.text)
        self.fakes.log.until(lambda: len(self.fakes.log.sent) - already >= people * len(CONVERSATION), PATIENCE)
        return time.monotonic() - began

    def one_by_one(self, rate: float, seconds: float) -> list[float]:
        """A new person says hello each 1/rate seconds; how many seconds each waited for the reply."""
        begin, count = time.monotonic(), int(rate * seconds)
        first = len(self.fakes.log.sent)
        for number in range(count):
            time.sleep(max(0.0, begin + number / rate - time.monotonic()))
            service, name = self._person()
            self.written[name] = time.time()
            self.fakes.say(service, name, "làm lại căn cước bị mất cần giấy tờ gì")
        self.fakes.log.until(lambda: len(self.fakes.log.sent) - first >= count, PATIENCE)
        answered = {row.person: row.at for row in reversed(self.fakes.log.sent[first:])}
        return [answered[name] - self.written[name] for name in answered]

    def processor(self) -> dict[str, float]:
        """Seconds that each kind of process has used."""
        used = dict.fromkeys(PROGRAMS, 0.0)
        for process in self.server.process.children(recursive=True):
            name = process.cmdline()[-1]
            if name in used:
                times = process.cpu_times()
                used[name] += times.user + times.system
        own = psutil.Process().cpu_times()
        return used | {"fakes and load": own.user + own.system}

    def _person(self) -> tuple[str, str]:
        self._people += 1
        return SERVICES[self._people % 2], f"w{self._people}"


@contextmanager
def running(database: str | None) -> Iterator[Site]:
    """On a new database, SQLite or of that PostgreSQL server."""
    fakes, secrets = Fakes(seed=7), new_keys()
    with serving(fakes) as fake_url, new_database(database) as url:
        more = {PREFIX + name.upper(): str(value) for name, value in fakes.settings(fake_url).items()}
        more |= secrets | {PREFIX + name.upper(): "100000" for name in LIMITS}
        more |= {f"{PREFIX}TELEGRAM_CHAT_SECONDS": "0"} | ({f"{PREFIX}DATABASE_URL": url} if url else {})
        with servers.ours(VAR / "whole", ROOT / "models", more) as server:
            server.seconds_until("/readyz")
            engine: Engine = open_engine(url or f"sqlite:///{VAR / 'whole' / 'motcua.db'}")
            give_access(fakes, engine, Keys(*secrets.values()))
            engine.dispose()
            fakes.zalo.receipts = False
            for service in SERVICES:
                fakes.pushers[service].url = f"{server.url}/webhooks/{service}"
            yield Site(server, fakes)


def stock_throughput(conversations: int) -> float | None:
    """Of the stock project that was trained last; None where there is none."""
    project = next(trained(), None)
    if project is None:
        return None
    click.echo(f"Stock ({project.relative_to(STOCK.parent)}) …")
    with servers.stock(project) as server:
        server.seconds_until("/")
        run_load(server.url, 4, 4, check_kinds=False)
        return run_load(server.url, MANY, conversations, check_kinds=False).throughput


def memory(site: Site, messages: int) -> tuple[float, float]:
    """Megabytes of all processes after a warm-up, and after so many messages more."""
    before = site.server.memory() / 1e6
    done = 0
    while done < messages:
        site.crowd(500)
        site.fakes.log.clear()
        done += 500 * len(CONVERSATION)
        click.echo(f"  {done} messages, {site.server.memory() / 1e6:.0f} MB")
    return before, site.server.memory() / 1e6


@click.command()
@click.option("--database", help="A PostgreSQL server on which a database is made for this. Default: SQLite.")
@click.option("--people", default=400, show_default=True)
@click.option(
    "--messages", default=0, help="So many messages more, for the memory (100,000 take a quarter of an hour)."
)
def main(database: str | None, people: int, messages: int) -> None:
    """Measure, and say it."""
    click.echo("PostgreSQL" if database else "SQLite")
    with running(database) as site:
        site.crowd(20)
        waits = site.one_by_one(rate=20, seconds=30)
        p50, p99 = (1e3 * float(np.percentile(waits, share)) for share in (50, 99))
        click.echo(f"20 messages a second: reply at the messenger after p50 {p50:.0f} ms, p99 {p99:.0f} ms")
        used = site.processor()
        seconds = site.crowd(people)
        count = people * len(CONVERSATION)
        click.echo(f"{count} messages of {people} people at once: {count / seconds:.0f} a second")
        shares = {name: 1e3 * (now - used[name]) / count for name, now in site.processor().items()}
        click.echo("processor time a message: " + ", ".join(f"{name} {ms:.1f} ms" for name, ms in shares.items()))
        if messages:
            before, after = memory(site, messages)
            click.echo(f"memory: {before:.0f} MB, after {messages} messages more {after:.0f} MB")
    stock = stock_throughput(people // 4)
    if stock:
        click.echo(f"stock Rasa over REST, {MANY} chats: {stock:.1f} a second; ours {count / seconds / stock:.1f} ×")


if __name__ == "__main__":
    main()
