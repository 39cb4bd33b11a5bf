"""The fakes, served; and a product that takes in what they push."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from connectors.fakes.serving import serving
from connectors.fakes.whole import Fakes
from tests.support.product import Product, running


@pytest.fixture(scope="session")
def running_product() -> Iterator[Product]:
    product = Product()
    with running(product.app) as product.url:
        yield product


@pytest.fixture
def product(running_product: Product) -> Product:
    running_product.got.clear()
    running_product.statuses.clear()
    return running_product


@pytest.fixture
def now() -> list[float]:
    """The fakes' clock, in a list so that a test can move it."""
    return [1_800_000_000.0]


@pytest.fixture
def fakes(product: Product, now: list[float]) -> Iterator[Fakes]:
    """Pushing to the product, a thousand times as fast as in life."""
    fakes = Fakes(product.url, seed=7, scale=0.001, clock=lambda: now[0])
    with serving(fakes):
        yield fakes


@pytest.fixture
def client(fakes: Fakes) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=fakes.world.url, trust_env=False) as client:
        yield client
