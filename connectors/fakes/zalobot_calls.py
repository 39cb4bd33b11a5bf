"""The methods of the Zalo Bot Platform."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from connectors.fakes.people import Person

if TYPE_CHECKING:
    from connectors.fakes.zalobot import ZaloBot

ACCOUNT = "2000000002"
MOST_TEXT = 2000
Body = dict[str, Any]


class BotError(Exception):
    """Said with HTTP 200 and ``ok`` false."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description


class BotCalls:
    def __init__(self, bot: ZaloBot) -> None:
        self._bot = bot
        self._methods: dict[str, Callable[[Body], Any]] = {
            "getMe": self._get_me,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendChatAction": self._send_action,
        }

    def do(self, method: str, body: Body) -> Any:
        """The result. Raises BotError."""
        if method not in self._methods:
            raise BotError(404, "Not Found")
        return self._methods[method](body)

    def _get_me(self, body: Body) -> Body:
        names = {"id": ACCOUNT, "account_name": "bot.motcua", "account_type": "BASIC"}
        return {**names, "can_join_groups": False}

    def _set_webhook(self, body: Body) -> Body:
        url, secret = body.get("url"), body.get("secret_token")
        if not isinstance(url, str) or not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", url):
            raise BotError(400, "Bad Request: url must be https")
        if not isinstance(secret, str) or not 8 <= len(secret) <= 256:
            raise BotError(400, "Bad Request: secret_token must have 8 to 256 characters")
        self._bot.push.url, self._bot.secret = url, secret
        return self._webhook_info(body)

    def _delete_webhook(self, body: Body) -> Body:
        self._bot.push.url = ""
        return self._webhook_info(body)

    def _webhook_info(self, body: Body) -> Body:
        return {"url": self._bot.push.url, "updated_at": self._bot.world.milliseconds()}

    def _send_message(self, body: Body) -> Body:
        text = body.get("text")
        if not isinstance(text, str) or not 1 <= len(text.strip()) <= len(text) <= MOST_TEXT:
            raise BotError(400, "Bad Request: text must have 1 to 2000 characters")
        if unknown := body.keys() - {"chat_id", "text", "parse_mode", "text_styles"}:
            raise BotError(400, f"Bad Request: unknown field {min(unknown)}")
        return self._deliver(body, "sendMessage", {"text": text})

    def _send_photo(self, body: Body) -> Body:
        if not re.match(r"https?://", str(body.get("photo"))):
            raise BotError(400, "Bad Request: photo must be an address")
        return self._deliver(body, "sendPhoto", {"photo": body["photo"], "caption": str(body.get("caption", ""))})

    def _send_action(self, body: Body) -> Body:
        self._person(body)
        if body.get("action") != "typing":
            raise BotError(400, "Bad Request: unknown action")
        return {}

    def _person(self, body: Body) -> Person:
        to = body.get("chat_id")
        person = self._bot.world.people.at("zalobot", to) if isinstance(to, str) else None
        if person is None or person.zalobot not in self._bot.known:
            raise BotError(400, "Bad Request: chat not found")
        return person

    def _deliver(self, body: Body, method: str, content: Body) -> Body:
        person, number = self._person(body), self._bot.next_id()
        self._bot.world.log.deliver("zalobot", person.key, person.zalobot, method, number, content)
        return {"message_id": number, "date": self._bot.world.milliseconds()}
