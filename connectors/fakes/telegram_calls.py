"""The messages of the Bot API: sending, buttons, rates, checked as Telegram checks them."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec

from connectors.fakes.people import Person
from connectors.fakes.said import Said
from connectors.fakes.telegram_html import units
from connectors.fakes.telegram_params import Params, TelegramError, bad, too_many
from connectors.fakes.telegram_setup import Setup
from connectors.fakes.telegram_updates import Body
from connectors.fakes.telegram_words import markup_of, worded

if TYPE_CHECKING:
    from connectors.fakes.telegram import Telegram

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_ANSWER = 200
ALL_A_SECOND = 30
# A little less than a second: who keeps to it is not refused for a hair's breadth.
SECOND = 0.95
ACTIONS = ("typing", "upload_photo", "upload_document", "record_voice", "find_location", "choose_sticker")


class Calls:
    """``known``: who has pressed start or written; nobody else can be written to. ``queries``: pressed buttons that
    nobody has answered. ``actions``: typing and the like, as (person, action)."""

    def __init__(self, telegram: Telegram) -> None:
        self.known: set[str] = set()
        self.blocked: set[str] = set()
        self.queries: set[str] = set()
        self.actions: list[tuple[str, str]] = []
        self._telegram = telegram
        self._sent: defaultdict[str, dict[int, Body]] = defaultdict(dict)
        self._recent: deque[tuple[float, str]] = deque()
        self._setup = Setup(telegram)
        self._methods: dict[str, Callable[[Params], Any]] = {
            "sendMessage": self._send_message,
            "sendPhoto": lambda params: self._send_file(params, "photo", "sendPhoto"),
            "sendDocument": lambda params: self._send_file(params, "document", "sendDocument"),
            "sendChatAction": self._send_action,
            "answerCallbackQuery": self._answer_query,
            "editMessageReplyMarkup": self._edit_markup,
            **self._setup.methods,
        }

    @property
    def commands(self) -> list[Body]:
        """The menu."""
        return self._setup.commands

    def do(self, method: str, params: Params) -> Any:
        """The result. Raises TelegramError."""
        if method not in self._methods:
            raise TelegramError(404, "Not Found")
        return self._methods[method](params)

    def pressed(self, person: Person, said: Said) -> tuple[Said, Body]:
        """The button with that payload or title, and its message. Raises LookupError."""
        for number, message in reversed(self._sent[person.key].items()):
            if said.target in ("", str(number)):
                for button in _inline(message):
                    if said.text in (button.get("callback_data"), button["text"]) and "callback_data" in button:
                        return msgspec.structs.replace(said, text=button["callback_data"]), message
        raise LookupError(f"no message has the button {said.text}")

    def _send_message(self, params: Params) -> Body:
        person = self._person(params)
        content = worded(params, "text", MOST_TEXT)
        if not content["text"]:
            raise bad("message text is empty")
        return self._deliver(person, "sendMessage", params, content)

    def _send_file(self, params: Params, kind: str, method: str) -> Body:
        person, given = self._person(params), params.values.get(kind)
        if isinstance(given, str) and given.startswith("attach://"):
            given = params.values.get(given.removeprefix("attach://"))
        if not given:
            raise bad(f"there is no {kind} in the request")
        name = f"fake-sent-{kind}-{len(given)}"
        size = {"file_id": name, "file_unique_id": name, "file_size": len(given)}
        content = {kind: [{**size, "width": 90, "height": 90}] if kind == "photo" else size}
        return self._deliver(person, method, params, {**content, **worded(params, "caption", MOST_CAPTION)})

    def _send_action(self, params: Params) -> bool:
        person = self._person(params)
        if params.text("action") not in ACTIONS:
            raise bad("wrong parameter action in request")
        self.actions.append((person.key, str(params.text("action"))))
        return True

    def _answer_query(self, params: Params) -> bool:
        number = params.text("callback_query_id") or ""
        if number not in self.queries:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if units(params.text("text") or "") > MOST_ANSWER:
            raise bad("MESSAGE_TOO_LONG")
        self.queries.discard(number)
        return True

    def _edit_markup(self, params: Params) -> Body:
        person = self._person(params)
        message = self._sent[person.key].get(params.number("message_id") or 0)
        if message is None:
            raise bad("message to edit not found")
        markup = markup_of(params)
        if markup == message.get("reply_markup"):
            raise bad("message is not modified")
        message.pop("reply_markup", None)
        message.update({"reply_markup": markup} if markup else {})
        return message

    def _person(self, params: Params) -> Person:
        telegram, number = self._telegram, params.number("chat_id")
        person = telegram.world.people.at("telegram", str(number))
        if number is None or person is None or person.key not in self.known:
            raise bad("chat not found")
        if number in telegram.updates.moved:
            parameters = {"migrate_to_chat_id": telegram.updates.moved[number]}
            raise TelegramError(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters)
        if person.key in self.blocked:
            raise TelegramError(403, "Forbidden: bot was blocked by the user")
        return person

    def _deliver(self, person: Person, method: str, params: Params, content: Body) -> Body:
        markup = markup_of(params)
        self._check_rate(person)
        telegram = self._telegram
        number = telegram.updates.next_number(person)
        shown = {"reply_markup": markup} if markup else {}
        chat = telegram.updates.chat(person)
        common = {"message_id": number, "date": int(telegram.world.clock()), "chat": chat}
        message = {**common, **content, **({"reply_markup": markup} if "inline_keyboard" in (markup or {}) else {})}
        self._sent[person.key][number] = message
        to = str(chat["id"])
        telegram.world.log.deliver("telegram", person.key, to, method, str(number), {**content, **shown})
        return message

    def _check_rate(self, person: Person) -> None:
        if not self._telegram.limits:
            return
        now = self._telegram.world.clock()
        while self._recent and self._recent[0][0] < now - SECOND:
            self._recent.popleft()
        if len(self._recent) >= ALL_A_SECOND or any(key == person.key for _, key in self._recent):
            raise too_many(1)
        self._recent.append((now, person.key))


def _inline(message: Body) -> list[Body]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
