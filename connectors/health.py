"""Health: a bare yes or no for everybody; details and metrics on a loopback port only."""

from __future__ import annotations

import datetime as dt

from prometheus_client import CollectorRegistry, Gauge, generate_latest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.store import delivery, inbox, outbox_care
from bot.store.engine import reading
from bot.store.tables import inbox as inbox_table
from bot.store.tables import workers
from connectors.gateway import Gateway
from connectors.metrics import COUNTED

ALIVE = dt.timedelta(seconds=20)


class Health:
    """``routes`` are public, ``details`` are for the operations port."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self.routes = [Route("/healthz", self.alive), Route("/readyz", self.ready)]
        self.details = [Route("/status", self.status), Route("/metrics", self.metrics), *self.routes]

    async def alive(self, request: Request) -> Response:
        """The process answers."""
        return PlainTextResponse("yes")

    async def ready(self, request: Request) -> Response:
        """The database answers and a worker is there to answer people."""
        try:
            ready = (await run_in_threadpool(self._state))["workers"] > 0
        except SQLAlchemyError:
            ready = False
        return PlainTextResponse("yes" if ready else "no", 200 if ready else 503)

    async def status(self, request: Request) -> Response:
        try:
            return JSONResponse(await run_in_threadpool(self._state))
        except SQLAlchemyError as error:
            return JSONResponse({"database": type(error).__name__}, 503)

    async def metrics(self, request: Request) -> Response:
        registry = CollectorRegistry()
        for name, value in (await run_in_threadpool(self._state)).items():
            Gauge(f"motcua_{name}", f"See docs/operations.md, {name}", registry=registry).set(value)
        for name, (labels, values) in (await run_in_threadpool(self._outbox)).items():
            gauge = Gauge(f"motcua_{name}", f"See docs/operations.md, {name}", labels, registry=registry)
            for label, value in values.items():
                gauge.labels(*label).set(value)
        return Response(generate_latest(registry) + generate_latest(COUNTED), media_type="text/plain; version=0.0.4")

    def _state(self) -> dict[str, float]:
        now = self._gateway.now()
        with reading(self._gateway.engine) as connection:
            seen = select(func.count()).where(workers.c.seen_at > now - ALIVE)
            oldest = select(func.min(inbox_table.c.received_at)).where(inbox_table.c.status == "pending")
            dead = select(func.count()).where(inbox_table.c.status == "dead")
            unread = select(func.count()).where(inbox_table.c.status == "unread")
            waiting_since = connection.execute(oldest).scalar_one()
            return {
                "workers": int(connection.execute(seen).scalar_one()),
                "inbox_pending": inbox.pending(connection),
                "inbox_unread": int(connection.execute(unread).scalar_one()),
                "inbox_dead": int(connection.execute(dead).scalar_one()),
                "oldest_wait_seconds": (now - waiting_since).total_seconds() if waiting_since else 0.0,
            }

    def _outbox(self) -> dict[str, tuple[tuple[str, ...], dict[tuple[str, ...], float]]]:
        """By the name of a figure its labels, and its value for each of their values."""
        now = self._gateway.now()
        with reading(self._gateway.engine) as connection:
            rows: dict[tuple[str, ...], float] = dict(delivery.counts(connection))
            waits = outbox_care.oldest_waits(connection, now)
            unsure = outbox_care.uncertain_sends(connection)
        return {
            "outbox_rows": (("channel", "status"), rows),
            "outbox_oldest_wait_seconds": (("channel",), {(channel,): wait for channel, wait in waits.items()}),
            "outbox_uncertain_sends": (("channel",), {(channel,): sends for channel, sends in unsure.items()}),
        }
