"""Where a message came from is kept as a pseudonym, for the limits of an address."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.engine import Engine
from starlette.testclient import TestClient

from bot.settings import Settings
from bot.store import inbox
from bot.store.engine import reading
from bot.store.tables import inbox as inbox_table
from connectors.app import public_app
from connectors.gateway import Gateway
from tests.support.messages import LEASE


def origins(settings: Settings, engine: Engine, addresses: list[str]) -> list[str]:
    gateway = Gateway(settings)
    for number, address in enumerate(addresses):
        client = TestClient(public_app(gateway), client=(address, 5000))
        assert client.post("/messages", json={"id": str(number), "text": "xin chào"}).status_code == 202
    gateway.close()
    with reading(engine) as connection:
        return [row.origin for row in connection.execute(select(inbox_table).order_by(inbox_table.c.id)).all()]


def test_one_address_has_one_pseudonym_that_does_not_show_it(settings: Settings, engine: Engine) -> None:
    first, again, other = origins(settings, engine, ["203.0.113.7", "203.0.113.7", "203.0.113.8"])
    assert first == again != other
    assert len(first) == 32 and "203.0.113" not in first


@pytest.mark.parametrize(("second", "same"), [("2001:db8:1:2::9", True), ("2001:db8:1:3::1", False)])
def test_a_network_of_ipv6_is_one_household(settings: Settings, engine: Engine, second: str, same: bool) -> None:
    one, two = origins(settings, engine, ["2001:db8:1:2::1", second])
    assert (one == two) is same


def test_a_worker_gets_it_with_the_message(settings: Settings, engine: Engine) -> None:
    [origin] = origins(settings, engine, ["203.0.113.7"])
    gateway = Gateway(settings)
    claimed = inbox.claim(engine, gateway.keys, "w1", gateway.now(), LEASE)
    gateway.close()
    assert claimed is not None and claimed.origin == origin
