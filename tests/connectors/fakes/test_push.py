"""Pushes: in order for each person, repeated, given up, and disturbed on purpose."""

from __future__ import annotations

import json

import pytest

from connectors.fakes.whole import Fakes
from tests.support.product import Product

FEW = 6


def texts(product: Product) -> list[str]:
    bodies = [json.loads(body) for _, _, body in product.got]
    return [(body.get("message") or body["result"]["message"])["text"] for body in bodies]


def write(fakes: Fakes, service: str, count: int = FEW) -> list[str]:
    said = [str(number) for number in range(count)]
    for text in said:
        fakes.say(service, "an", text)
    fakes.idle()
    return said


@pytest.mark.parametrize("service", ["zalo", "zalobot", "telegram"])
def test_a_persons_messages_come_in_order(service: str, fakes: Fakes, product: Product) -> None:
    assert texts(product) == [] and write(fakes, service) == texts(product)
    assert [(push.status, push.attempt) for push in fakes.log.pushes] == [(200, 0)] * FEW


def test_zalo_tries_five_times_more_and_then_unsubscribes(fakes: Fakes, product: Product) -> None:
    product.statuses, fakes.zalo.push.scale = [500] * 6, 0.0001
    fakes.say("zalo", "an", "một")
    fakes.idle(20)
    assert [headers.get("num_retry") for _, headers, _ in product.got] == [None, "1", "2", "3", "4", "5"]
    assert len({body for _, _, body in product.got}) == 1
    assert not fakes.zalo.subscribed
    fakes.say("zalo", "an", "hai")
    assert fakes.zalo.lost == 1
    fakes.zalo.subscribed = True
    fakes.say("zalo", "an", "ba")
    fakes.idle()
    assert texts(product)[-1] == "ba" and "hai" not in texts(product)


def test_zalo_goes_on_with_what_comes_later(fakes: Fakes, product: Product) -> None:
    product.statuses = [503]
    assert write(fakes, "zalo", 3) == ["0", "1", "2"]
    assert texts(product)[0] == "0" and sorted(texts(product)) == ["0", "0", "1", "2"]


@pytest.mark.parametrize("service", ["zalobot", "telegram"])
def test_bots_wait_until_the_first_is_taken(service: str, fakes: Fakes, product: Product) -> None:
    product.statuses = [503, 503]
    write(fakes, service, 3)
    assert texts(product) == ["0", "0", "0", "1", "2"]


def test_somebody_who_is_away_is_tried_again(fakes: Fakes, product: Product) -> None:
    fakes.aim("http://127.0.0.1:9")
    fakes.say("telegram", "an", "một")
    fakes.log.until(lambda: len(fakes.log.pushes) > 1)
    assert fakes.log.pushes[0].status == 0
    fakes.aim(product.url)
    fakes.idle()
    assert texts(product) == ["một"]


def test_duplicates_are_the_same_bytes(fakes: Fakes, product: Product) -> None:
    fakes.faults.add("duplicate", service="zalo", nth=[2])
    write(fakes, "zalo", 3)
    assert texts(product) == ["0", "1", "1", "2"]
    assert product.got[1][2] == product.got[2][2]


def test_two_messages_change_places(fakes: Fakes, product: Product) -> None:
    fakes.faults.add("reorder", nth=[2])
    write(fakes, "telegram", 4)
    assert texts(product) == ["0", "2", "1", "3"]


def test_who_has_nobody_to_change_places_with_comes_late(fakes: Fakes, product: Product) -> None:
    fakes.faults.add("reorder", seconds=0.05)
    assert write(fakes, "telegram", 1) == texts(product)


def test_a_message_is_late(fakes: Fakes, product: Product) -> None:
    fakes.faults.add("delay", nth=[1], seconds=0.2)
    write(fakes, "zalo", 3)
    assert texts(product) == ["1", "2", "0"]


def test_a_wrong_signature_is_put_right_when_it_was_refused(fakes: Fakes, product: Product) -> None:
    fakes.faults.add("wrong_signature", nth=[1])
    product.statuses = [401]
    write(fakes, "zalo", 1)
    first, second = (headers["x-zevent-signature"] for _, headers, _ in product.got)
    assert first != second and texts(product) == ["0", "0"]
    assert [(push.wrong, push.status) for push in fakes.log.pushes] == [(True, 401), (False, 200)]
