"""Every event of the documents, as something to answer, to forget, to settle, or to leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.conversations.event import Event, EventKind
from bot.settings import Settings
from connectors.zalo.events import Gone, Heard, hear
from connectors.zalo.wire import NotHeard, Wire, read
from tests.connectors.zalo.support import APP_ID, NOW, OA_ID, OA_SECRET, PERSON, STAMP, attached, event

ACCOUNT = Settings(zalo_app_id=APP_ID, zalo_oa_id=OA_ID, zalo_oa_secret=OA_SECRET)
URL = "https://f6.photo.talk.zdn.vn/f.jpg"
PLACE = {"latitude": "10.7642473", "longitude": "106.6564314"}
CARD = {"description": '{"phone":"84900000012","qrCodeUrl":".."}', "url": ".."}


def heard(told: dict[str, Any], now: dt.datetime = NOW, zns: bool = False) -> Heard:
    return hear(Wire(told), ACCOUNT, now, zns)


SAID: dict[str, tuple[dict[str, Any], Event | None]] = {
    "text": ({"text": "xin chào"}, None),
    "image": (attached("image", thumbnail=URL, url=URL), Event(EventKind.IMAGE, url=URL)),
    "gif": (attached("gif", url=URL), Event(EventKind.STICKER)),
    "link": (attached("link", url="https://a.vn", title=".."), Event(EventKind.LINK, url="https://a.vn")),
    "audio": (attached("audio", url="https://b.zdn.vn/a.amr"), Event(EventKind.VOICE)),
    "video": (attached("video", url=URL, thumbnail=URL), Event(EventKind.VIDEO)),
    "sticker": (attached("sticker", id="20513", url=URL), Event(EventKind.STICKER)),
    "location": (
        attached("location", coordinates=PLACE),
        Event(EventKind.LOCATION, latitude=10.7642473, longitude=106.6564314),
    ),
    "file": (attached("file", url=URL, size="233947", name="a.docx", checksum="x", type="docx"), Event(EventKind.FILE)),
    "business_card": (attached("link", **CARD), Event(EventKind.CONTACT, phone="84900000012")),
}


@pytest.mark.parametrize("kind", SAID)
def test_what_a_person_sends(kind: str) -> None:
    message, expected = SAID[kind]
    incoming = heard(event(f"user_send_{kind}", message)).incoming
    assert incoming is not None
    assert (incoming.channel, incoming.conversation, incoming.message_id) == ("zalo", f"zalo-{PERSON}", "m1")
    assert incoming.event == expected
    assert incoming.text == message.get("text", "")


def test_a_caption_comes_with_its_picture() -> None:
    incoming = heard(event("user_send_image", {"text": "chú thích", **attached("image", url=URL)})).incoming
    assert incoming and incoming.text == "chú thích" and incoming.event == Event(EventKind.IMAGE, url=URL)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (event("user_send_image", {}), Event(EventKind.IMAGE, codes=())),
        (event("user_send_image", {"attachments": "x"}), Event(EventKind.IMAGE, codes=())),
        (event("user_send_location", attached("location")), Event(EventKind.UNKNOWN)),
        (
            event("user_send_location", attached("location", coordinates={**PLACE, "latitude": "NaN"})),
            EventKind.UNKNOWN,
        ),
        (event("user_send_location", attached("location", coordinates={**PLACE, "latitude": 91})), EventKind.UNKNOWN),
        (event("user_send_location", attached("location", coordinates={"latitude": 10, "longitude": 106.5})), 106.5),
        (event("user_send_link", {"text": "https://a.vn"}), Event(EventKind.LINK, url="https://a.vn")),
        (event("user_send_business_card", attached("link", description="no JSON")), Event(EventKind.CONTACT)),
        (event("user_send_business_card", attached("link", description="[" * 9000)), Event(EventKind.CONTACT)),
        (event("user_send_business_card", attached("link", description='{"phone": 84900000012}')), "84900000012"),
    ],
)
def test_parts_that_are_missing_or_of_another_type(told: dict[str, Any], expected: object) -> None:
    incoming = heard(told).incoming
    assert incoming is not None and incoming.event is not None
    found = incoming.event
    assert expected in (found, found.kind, found.longitude, found.phone)


FOLLOW = event("follow", oa_id=OA_ID, follower={"id": PERSON}, source="oa_profile")
CHATNOW = event("user_click_chatnow", oa_id=OA_ID, user_id=PERSON, user_id_by_app="1")


@pytest.mark.parametrize("told", [FOLLOW, CHATNOW])
def test_who_comes_for_the_first_time_is_greeted(told: dict[str, Any]) -> None:
    incoming = heard(told).incoming
    assert incoming and incoming.event == Event(EventKind.JOINED) and incoming.conversation == f"zalo-{PERSON}"
    assert incoming.message_id == f"{told['event_name']}:{STAMP}:{PERSON}"


NEW_INFO = {"name": "N.V.A", "phone": "84900000012", "user_dob": "30/10/1999", "full_address": {"user_city": ".."}}
OLD_INFO = {"address": "..", "phone": 84900000012, "city": "..", "district": "..", "name": "..", "ward": ".."}


@pytest.mark.parametrize("info", [NEW_INFO, OLD_INFO])
def test_the_phone_that_a_person_shares_is_their_own_in_both_shapes(info: dict[str, Any]) -> None:
    told = event("user_submit_info", sender={"id": PERSON}, recipient={"id": OA_ID}, info=info)
    incoming = heard(told).incoming
    assert incoming and incoming.event == Event(EventKind.CONTACT, phone="84900000012", own=True)


def test_info_without_a_phone_vouches_for_nothing() -> None:
    incoming = heard(event("user_submit_info", sender={"id": PERSON}, info={"name": ".."})).incoming
    assert incoming and incoming.event == Event(EventKind.CONTACT)


def ours(name: str, admin: str | None = None, **message: Any) -> dict[str, Any]:
    sender = {"id": OA_ID, **({"admin_id": admin} if admin else {})}
    return event(name, sender=sender, recipient={"id": PERSON}, message={"msg_id": "m1", **message})


ECHOES = ["text", "image", "gif", "list", "file", "sticker", "template", "request_user_info"]


@pytest.mark.parametrize("kind", ECHOES)
def test_what_we_sent_ourselves_is_no_message(kind: str) -> None:
    found = heard(ours(f"oa_send_{kind}", text="Lệ phí: miễn"))
    assert found.incoming is None and found.echo is not None
    assert (found.echo.conversation, found.echo.text, found.echo.message_id) == (f"zalo-{PERSON}", "Lệ phí: miễn", "m1")
    assert found.echo.at == NOW


@pytest.mark.parametrize("kind", ECHOES)
def test_what_a_person_of_the_unit_typed_in_zalo_silences_the_assistant(kind: str) -> None:
    incoming = heard(ours(f"oa_send_{kind}", admin="77", text="Chị đợi em chút")).incoming
    assert incoming and incoming.event == Event(EventKind.OFFICER) and incoming.conversation == f"zalo-{PERSON}"
    assert incoming.text == ""


def test_a_visitor_without_an_account_has_a_channel_that_vouches_for_nobody() -> None:
    told = event("anonymous_send_text", {"conversation_id": "77", "text": "xin chào"}, sender={"id": "a5"})
    incoming = heard(told).incoming
    assert incoming and (incoming.channel, incoming.conversation, incoming.text) == (
        "zaloguest",
        "zaloguest-a5-77",
        "xin chào",
    )


def test_who_asks_to_be_forgotten_is() -> None:
    assert heard(event("user_withdraw", user_id=PERSON, user_id_by_app="1")) == Heard(
        "withdrawn", None, f"zalo-{PERSON}"
    )


def test_who_follows_no_more_is_known_with_the_time() -> None:
    told = event("unfollow", follower={"id": PERSON}, oa_id=OA_ID, user_id_by_app="1")
    assert heard(told) == Heard("unfollowed", gone=Gone(f"zalo-{PERSON}", NOW))


LEFT = {
    "receipt": ["user_received_message", "user_seen_message", "user_reacted_message", "oa_reacted_message"],
    "operators": ["change_template_status", "change_template_quality", "change_oa_daily_quota"],
    "left": [
        *("add_user_to_tag", "remove_user_from_tag", "remove_tag", "update_user_info", "user_call_oa"),
        *("oa_send_consent", "user_reply_consent", "oa_call_user", "extension_purchased", "user_feedback"),
        *("widget_interaction_accepted", "widget_failed_to_sync_user_external_id", "user_click_response_button"),
        *("create_group", "user_join_group", "delete_group", "update_group_info", "user_out_group", "event_journey_x"),
        *("user_send_group_text", "oa_send_group_text", "oa_send_group_image", "oa_send_anonymous_text"),
    ],
    "unknown": ["user_dreams", "x"],
}


@pytest.mark.parametrize(("outcome", "name"), [(outcome, name) for outcome, names in LEFT.items() for name in names])
def test_what_asks_for_no_answer_is_counted_and_left(outcome: str, name: str) -> None:
    # A group's event names it where others name a person, and whoever wrote there is an administrator.
    sender = {"id": OA_ID, "admin_id": "77"}
    assert heard(event(name, {"text": "x"}, sender=sender, recipient={"id": "9"}, oa_id=OA_ID)) == Heard(outcome)


def test_a_receipt_of_zns_names_a_phone_and_is_no_person() -> None:
    told = event("user_received_message", {"delivery_time": "1", "tracking_id": "t"}, recipient={"id": "84900000012"})
    assert heard(told, zns=True) == Heard("zns_receipt")


def test_another_oa_of_the_same_app_is_left() -> None:
    for told in (event(message={"text": "x"}, recipient={"id": "9"}), {**FOLLOW, "oa_id": "9"}):
        assert heard(told) == Heard("other_oa")


def test_numbers_for_ids_stay_exact() -> None:
    body = b'{"app_id":%s,"sender":{"id":%s},"recipient":{"id":%s},"event_name":"user_send_text",' % (
        APP_ID.encode(),
        PERSON.encode(),
        OA_ID.encode(),
    )
    body += b'"message":{"text":"a","msg_id":9007199254740993},"timestamp":%s}' % STAMP.encode()
    incoming = hear(read(body), ACCOUNT, NOW).incoming
    assert incoming and (incoming.conversation, incoming.message_id) == (f"zalo-{PERSON}", "9007199254740993")


@pytest.mark.parametrize("identity", ["m" * 81, "có dấu", "a\x00b", "a b"])
def test_an_odd_id_is_still_a_key_against_duplicates(identity: str) -> None:
    keys = [heard(event(message={"text": "a", "msg_id": identity})).incoming for _ in range(2)]
    assert keys[0] == keys[1] and keys[0] is not None
    assert len(keys[0].message_id) == 64 and keys[0].message_id.isascii()


BAD: dict[str, tuple[dict[str, Any], int]] = {
    "another app": (event(message={"text": "x"}, app_id="1"), 403),
    "too old": (event(message={"text": "x"}, timestamp=str(int(STAMP) - 7_200_001)), 403),
    "from the future": (event(message={"text": "x"}, timestamp=str(int(STAMP) + 7_200_001)), 403),
    "twelve digits": (event(message={"text": "x"}, timestamp="154390853474"), 403),
    "no timestamp": (event(message={"text": "x"}, timestamp=None), 400),
    "no number": (event(message={"text": "x"}, timestamp="soon"), 400),
    "beyond time": (event(message={"text": "x"}, timestamp="9" * 30), 400),
    "no name": (event(message={"text": "x"}, event_name=None), 400),
    "a number as name": (event(message={"text": "x"}, event_name=7), 400),
    "no sender": (event(message={"text": "x"}, sender=None), 400),
    "a text as sender": (event(message={"text": "x"}, sender=PERSON), 400),
    "true as id": (event(message={"text": "x"}, sender={"id": True}), 400),
    "an id of spaces": (event(message={"text": "x"}, sender={"id": "  "}), 400),
    "an id with a slash": (event(message={"text": "x"}, sender={"id": "../1"}), 400),
    "a huge id": (event(message={"text": "x"}, sender={"id": "1" * 41}), 400),
    "no follower": (event("follow", oa_id=OA_ID), 400),
    "nobody to forget": (event("user_withdraw"), 400),
    "a visitor without a talk": (event("anonymous_send_text", {"text": "x"}), 400),
    "ids that no row holds": (event("anonymous_send_text", {"conversation_id": "1" * 40}), 400),
}


@pytest.mark.parametrize(("told", "status"), BAD.values(), ids=BAD)
def test_what_cannot_be_of_zalo_is_refused_with_a_reason_of_ours(told: dict[str, Any], status: int) -> None:
    with pytest.raises(NotHeard) as refused:
        heard(told)
    assert refused.value.status == status
    assert PERSON not in refused.value.reason


def test_a_retry_at_the_end_of_the_ladder_is_taken() -> None:
    last = NOW + dt.timedelta(hours=1, minutes=51)
    assert heard(event(message={"text": "x"}), now=last).incoming is not None


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 60_000, b'{"a":"\\ud800"}'])
def test_a_body_that_is_no_object_is_refused(body: bytes) -> None:
    with pytest.raises(NotHeard) as refused:
        read(body)
    assert refused.value.status == 400
