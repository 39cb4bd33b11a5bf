"""What holds for every response, and health."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import insert, text

from bot.clock import utc_now
from bot.settings import Settings
from bot.store.engine import writing
from bot.store.tables import workers
from connectors.app import HEADERS
from tests.support.service import REST, Service, serving

HELLO = {"sender": "a", "message": "xin chào"}
REQUESTS = [
    ("GET", "/", 200),
    ("GET", "/static/chat.css", 200),
    ("GET", "/healthz", 200),
    ("GET", "/readyz", 200),
    ("GET", "/messages", 200),
    ("GET", "/nothing", 404),
    ("PUT", "/", 405),
    ("POST", REST, 415),
    ("POST", "/messages", 415),
]


@pytest.mark.parametrize(("method", "path", "status"), REQUESTS)
def test_the_security_headers_are_on_every_response(service: Service, method: str, path: str, status: int) -> None:
    response = service.client.request(method, path)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.headers.get_list("content-security-policy") == [HEADERS["Content-Security-Policy"]]


def test_no_script_or_style_from_elsewhere_or_inline() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_they_are_on_the_stream_of_events_and_on_refusals_too(service: Service) -> None:
    with service.client.stream("GET", "/events") as events:
        assert {name: events.headers.get(name) for name in HEADERS} == HEADERS
    refused = service.client.post(REST, content=b"{", headers={"Content-Type": "application/json"})
    assert {name: refused.headers.get(name) for name in HEADERS} == HEADERS


FOREIGN = [
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
]


@pytest.mark.parametrize("headers", FOREIGN)
@pytest.mark.parametrize("path", ["/messages", "/end", "/size"])
def test_what_another_site_sends_in_a_persons_name_is_refused(
    service: Service, path: str, headers: dict[str, str]
) -> None:
    form = {"text": "xin chào", "id": "1", "large": "1"}
    response = service.client.post(path, data=form, headers=headers)
    assert response.status_code == 403
    assert response.text


def test_the_page_itself_may_send(service: Service) -> None:
    origin = str(service.client.base_url).rstrip("/")
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    assert service.client.post("/messages", json={"id": "own", "text": "xin chào"}, headers=headers).status_code == 202


def test_alive_and_ready_are_a_bare_yes(service: Service) -> None:
    for path in ("/healthz", "/readyz"):
        assert service.client.get(path).text == "yes"


def test_without_workers_it_is_alive_and_not_ready(settings: Settings) -> None:
    with serving(settings) as service:
        assert service.client.get("/healthz").status_code == 200
        ready = service.client.get("/readyz")
        assert (ready.status_code, ready.text) == (503, "no")
        long_ago = utc_now() - dt.timedelta(minutes=5)
        with writing(service.gateway.engine) as connection:
            connection.execute(insert(workers).values(name="gone", pid=1, seen_at=long_ago))
        assert service.client.get("/readyz").status_code == 503
        with writing(service.gateway.engine) as connection:
            connection.execute(insert(workers).values(name="here", pid=1, seen_at=utc_now()))
        assert service.client.get("/readyz").status_code == 200


def test_metrics_say_how_it_is(service: Service) -> None:
    service.client.post(REST, json=HELLO)
    metrics = service.operations.get("/metrics")
    assert metrics.status_code == 200
    lines = dict(line.rsplit(" ", 1) for line in metrics.text.splitlines() if not line.startswith("#"))
    assert float(lines["motcua_workers"]) >= 1
    assert float(lines["motcua_inbox_pending"]) == 0
    assert float(lines['motcua_outbox_rows{channel="rest",status="kept"}']) == 1
    plain = {"workers", "inbox_pending", "inbox_unread", "inbox_dead", "oldest_wait_seconds"}
    assert {name for name in lines if "{" not in name} == {f"motcua_{name}" for name in plain}


def test_a_database_that_fails_is_said_and_not_shown(settings: Settings) -> None:
    """No table, no answer: 503 with a text for people, nothing of the error in it."""
    with serving(settings) as service:
        with writing(service.gateway.engine) as connection:
            connection.execute(text("DROP TABLE outbox"))
            connection.execute(text("DROP TABLE inbox"))
            connection.execute(text("DROP TABLE workers"))
        try:
            send = {"id": "1", "text": "xin chào"}
            answers = [service.client.post(REST, json=HELLO), service.client.post("/messages", json=send)]
            answers += [service.client.get("/"), service.client.get("/readyz")]
            answers += [service.operations.get("/metrics"), service.operations.get("/status")]
            assert service.client.get("/healthz").status_code == 200
        finally:
            _restore(settings)
    assert [answer.status_code for answer in answers] == [503] * 6
    assert not any("inbox" in answer.text or "SELECT" in answer.text for answer in answers)


def _restore(settings: Settings) -> None:
    """The PostgreSQL database serves other tests too."""
    from bot.store.engine import open_engine
    from bot.store.tables import metadata

    engine = open_engine(settings.database)
    metadata.create_all(engine)
    engine.dispose()
