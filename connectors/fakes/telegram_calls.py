"""The methods of the Bot API, checked as Telegram checks them."""

from __future__ import annotations

import re
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.datastructures import UploadFile
from starlette.requests import Request

from connectors.fakes.people import Person
from connectors.fakes.said import Said
from connectors.fakes.telegram_html import CannotParse, parse, units
from connectors.fakes.telegram_markup import BadMarkup, check
from connectors.fakes.telegram_updates import Body

if TYPE_CHECKING:
    from connectors.fakes.telegram import Telegram

MOST_TEXT = 4096
MOST_CAPTION = 1024
MOST_ANSWER = 200
ALL_A_SECOND = 30
# A little less than a second: who keeps to it is not refused for a hair's breadth.
SECOND = 0.95
ACTIONS = ("typing", "upload_photo", "upload_document", "record_voice", "find_location", "choose_sticker")


class TelegramError(Exception):
    def __init__(self, code: int, description: str, parameters: Body | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(words: str) -> TelegramError:
    return TelegramError(400, f"Bad Request: {words}")


class Params:
    """Of a query, a form, a form with files or JSON; numbers and objects may come as text."""

    def __init__(self, values: Body) -> None:
        self.values = values

    @classmethod
    async def of(cls, request: Request) -> Params:
        values: Body = dict(request.query_params)
        kind = request.headers.get("content-type", "").partition(";")[0]
        if kind == "application/json":
            try:
                values |= msgspec.json.decode(await request.body(), type=Body)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise bad("can't parse JSON object") from error
        elif kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
            async with request.form() as form:
                for name, value in form.items():
                    values[name] = await value.read() if isinstance(value, UploadFile) else value
        return cls(values)

    def text(self, name: str) -> str | None:
        value = self.values.get(name)
        return None if value is None else str(value)

    def number(self, name: str) -> int | None:
        value = self.text(name)
        return int(value) if value and re.fullmatch(r"-?\d+", value) else None

    def thing(self, name: str) -> Any:
        """A JSON value; None where there is none."""
        value = self.values.get(name)
        try:
            return msgspec.json.decode(value) if isinstance(value, str | bytes) else value
        except msgspec.DecodeError as error:
            raise bad(f"can't parse {name} JSON object") from error


class Calls:
    """``known``: who has pressed start or written; nobody else can be written to. ``queries``: pressed buttons that
    nobody has answered. ``commands``: the menu. ``actions``: typing and the like, as (person, action)."""

    def __init__(self, telegram: Telegram) -> None:
        self.known: set[str] = set()
        self.blocked: set[str] = set()
        self.queries: set[str] = set()
        self.commands: list[Body] = []
        self.actions: list[tuple[str, str]] = []
        self._telegram = telegram
        self._sent: defaultdict[str, dict[int, Body]] = defaultdict(dict)
        self._recent: deque[tuple[float, str]] = deque()
        self._methods = {
            "getMe": self._get_me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "sendChatAction": self._send_action,
            "answerCallbackQuery": self._answer_query,
            "editMessageReplyMarkup": self._edit_markup,
            "setMyCommands": self._set_commands,
            "getMyCommands": lambda params: self.commands,
            "deleteMyCommands": self._delete_commands,
            "getFile": self._get_file,
        }

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

    def _get_me(self, params: Params) -> Body:
        from connectors.fakes.telegram import ME

        return ME

    def _set_webhook(self, params: Params) -> bool:
        url, secret = params.text("url") or "", params.text("secret_token") or ""
        if url and not re.match(r"https://[^/:]+(:(443|80|88|8443))?(/|$)|http://(127\.0\.0\.1|localhost)[:/]", url):
            raise bad("bad webhook: An HTTPS URL must be provided for webhook")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad("secret token contains unallowed characters")
        connections = params.number("max_connections")
        if connections is not None and not 1 <= connections <= 100:
            raise bad("max_connections must be from 1 to 100")
        telegram = self._telegram
        telegram.max_connections = connections or 40
        telegram.allowed = params.thing("allowed_updates") or telegram.allowed
        if params.text("drop_pending_updates") in ("true", "True"):
            telegram.drop_waiting()
        telegram.set_webhook(url, secret)
        return True

    def _delete_webhook(self, params: Params) -> bool:
        if params.text("drop_pending_updates") in ("true", "True"):
            self._telegram.drop_waiting()
        self._telegram.set_webhook("", "")
        return True

    def _webhook_info(self, params: Params) -> Body:
        telegram = self._telegram
        common = {"url": telegram.push.url, "has_custom_certificate": False, "pending_update_count": telegram.waiting}
        return {**common, "max_connections": telegram.max_connections, "allowed_updates": telegram.allowed}

    def _send_message(self, params: Params) -> Body:
        person = self._person(params)
        content = self._worded(params, "text", MOST_TEXT)
        if not content["text"]:
            raise bad("message text is empty")
        return self._deliver(person, "sendMessage", params, content)

    def _send_photo(self, params: Params) -> Body:
        return self._send_file(params, "photo", "sendPhoto")

    def _send_document(self, params: Params) -> Body:
        return self._send_file(params, "document", "sendDocument")

    def _send_file(self, params: Params, kind: str, method: str) -> Body:
        person, given = self._person(params), params.values.get(kind)
        if isinstance(given, str) and given.startswith("attach://"):
            given = params.values.get(given.removeprefix("attach://"))
        if not given:
            raise bad(f"there is no {kind} in the request")
        name = f"fake-sent-{kind}-{len(given)}"
        size = {"file_id": name, "file_unique_id": name, "file_size": len(given)}
        content = {kind: [{**size, "width": 90, "height": 90}] if kind == "photo" else size}
        return self._deliver(person, method, params, {**content, **self._worded(params, "caption", MOST_CAPTION)})

    def _worded(self, params: Params, name: str, most: int) -> Body:
        """Text or caption as Telegram keeps it, with its entities."""
        source, mode = params.text(name) or "", (params.text("parse_mode") or "").lower()
        try:
            text, entities = parse(source) if mode == "html" else (source, params.thing("entities") or [])
        except CannotParse as error:
            raise bad(f"can't parse entities: {error}") from error
        if mode not in ("", "html"):
            raise bad("unsupported parse_mode")
        if units(text) > most:
            raise bad("message is too long" if name == "text" else "message caption is too long")
        worded = {name: text.strip()} if name == "text" or text else {}
        return {**worded, **({"entities" if name == "text" else "caption_entities": entities} if entities else {})}

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
        markup = self._markup(params)
        if markup == message.get("reply_markup"):
            raise bad("message is not modified")
        message.pop("reply_markup", None)
        message.update({"reply_markup": markup} if markup else {})
        return message

    def _set_commands(self, params: Params) -> bool:
        commands = params.thing("commands")
        for command in commands if isinstance(commands, list) else [{}]:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "")) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands = commands
        return True

    def _delete_commands(self, params: Params) -> bool:
        self.commands = []
        return True

    def _get_file(self, params: Params) -> Body:
        name = params.text("file_id") or ""
        found = re.fullmatch(r"fake-(\w+?)-(\d+)(-\w)?", name)
        data = self._telegram.world.pictures.get(found[2]) if found else None
        if found is None or data is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        common = {"file_id": name, "file_unique_id": f"unique-{name}", "file_size": len(data)}
        return {**common, "file_path": f"{found[1]}s/file_{found[2]}.jpg"}

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

    def _markup(self, params: Params) -> Any:
        markup = params.thing("reply_markup")
        try:
            if markup is not None:
                check(markup)
        except BadMarkup as error:
            raise bad(str(error)) from error
        return markup

    def _deliver(self, person: Person, method: str, params: Params, content: Body) -> Body:
        markup = self._markup(params)
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
        from connectors.fakes.telegram import too_many

        if not self._telegram.limits:
            return
        now = time.monotonic()
        while self._recent and self._recent[0][0] < now - SECOND:
            self._recent.popleft()
        if len(self._recent) >= ALL_A_SECOND or any(key == person.key for _, key in self._recent):
            raise too_many(1)
        self._recent.append((now, person.key))


def _inline(message: Body) -> list[Body]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
