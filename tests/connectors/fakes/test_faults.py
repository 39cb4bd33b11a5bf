"""Rules of what goes wrong: which calls, how often, and the same in every run."""

from __future__ import annotations

import random

import httpx
import msgspec
import pytest

from connectors.fakes import telegram, zalobot
from connectors.fakes.faults import Faults
from connectors.fakes.whole import Fakes


def struck(faults: Faults, calls: list[str]) -> list[str]:
    return [what for what in calls if faults.of_call("zalo", "cs", "an", what)]


def faults(**how: object) -> Faults:
    made = Faults(seed=5)
    made.add("429", **how)
    return made


CALLS = [f"message {number}" for number in range(2000)]


def test_a_share_is_the_same_calls_in_any_order() -> None:
    first = struck(faults(share=0.1), CALLS)
    assert 150 < len(first) < 250
    mixed = random.Random(1).sample(CALLS, len(CALLS))
    assert sorted(struck(faults(share=0.1), mixed)) == sorted(first)
    assert struck(faults(share=0.1, seed=1), CALLS) != first


def test_a_repeated_call_has_another_chance() -> None:
    assert 0 < len(struck(faults(share=0.5), ["the same"] * 50)) < 50


def test_numbers_and_times() -> None:
    assert struck(faults(nth=[1, 3]), CALLS[:5]) == [CALLS[0], CALLS[2]]
    assert struck(faults(times=2), CALLS[:5]) == CALLS[:2]
    assert struck(faults(), CALLS[:3]) == CALLS[:3]


def test_a_rule_is_for_its_service_method_and_person() -> None:
    for how in ({"service": "telegram"}, {"method": "upload"}, {"person": "binh"}):
        assert struck(faults(**how), CALLS[:3]) == []
    assert struck(faults(service="zalo", method="cs", person="an"), CALLS[:1]) == CALLS[:1]


def test_a_push_has_its_own_faults() -> None:
    made = Faults()
    made.add("duplicate", service="zalo")
    assert struck(made, CALLS[:2]) == []
    assert made.of_push("duplicate", "zalo", "an", "x") and not made.of_push("delay", "zalo", "an", "x")
    assert made.happened == {"duplicate": 1}
    made.remove("duplicate", "zalo")
    assert made.rules == []


@pytest.mark.parametrize("how", [{"fault": "gravity"}, {"fault": "429", "share": 2}, {"fault": "slow", "service": "x"}])
def test_a_rule_that_is_none_is_refused(how: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        Faults().add(**how)  # type: ignore[arg-type]


def send(client: httpx.Client, fakes: Fakes, timeout: float = 5.0) -> httpx.Response:
    body = {"recipient": {"user_id": fakes.people.named("an").zalo}, "message": {"text": "x"}}
    headers = {"access_token": fakes.zalo.oauth.pair.access}
    return client.post("/zalo/v3.0/oa/message/cs", json=body, headers=headers, timeout=timeout)


@pytest.mark.parametrize(("fault", "code"), [("429", -32), ("-201", -201), ("-230", -230), ("-234", -234)])
def test_zalo_says_them_with_http_200(fault: str, code: int, client: httpx.Client, fakes: Fakes) -> None:
    fakes.zalo.meet(fakes.people.named("an"))
    fakes.faults.add(fault, service="zalo", method="cs", nth=[1])
    assert [send(client, fakes).json()["error"] for _ in range(2)] == [code, 0]
    assert [call.outcome for call in fakes.log.calls] == [fault, str(code), "ok"]


def test_a_time_out_before_or_after_it_arrived(client: httpx.Client, fakes: Fakes) -> None:
    fakes.zalo.meet(fakes.people.named("an"))
    fakes.faults.add("timeout_before", nth=[1])
    fakes.faults.add("timeout_after", nth=[1])
    for arrived in (0, 1):
        with pytest.raises(httpx.ReadTimeout):
            send(client, fakes, 0.3)
        assert len(fakes.log.sent) == arrived
    assert send(client, fakes).json()["error"] == 0


def test_a_server_error_and_a_slow_answer(client: httpx.Client, fakes: Fakes) -> None:
    fakes.zalo.meet(fakes.people.named("an"))
    fakes.faults.add("502", nth=[1])
    assert (send(client, fakes).status_code, fakes.log.sent) == (502, [])
    fakes.faults.add("slow", nth=[1], seconds=0.5)
    with pytest.raises(httpx.ReadTimeout):
        send(client, fakes, 0.2)
    fakes.log.wait(1)


def test_who_asks_for_updates_meets_them_too(client: httpx.Client, fakes: Fakes) -> None:
    for name, token in (("telegram", telegram.TOKEN), ("zalobot", zalobot.TOKEN)):
        fakes.pushers[name].url = ""
        fakes.say(name, "an", "một")
        fakes.faults.add("502", service=name, method="getUpdates", times=1)
        url = f"/{name}/bot{token}/getUpdates"
        assert [client.post(url, json={"timeout": 0}).status_code for _ in range(2)] == [502, 200]
