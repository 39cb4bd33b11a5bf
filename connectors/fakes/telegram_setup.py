"""The Bot API around the messages: who the bot is, its webhook, its menu, the files of people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from connectors.fakes.telegram_params import Params, bad
from connectors.fakes.telegram_updates import Body

if TYPE_CHECKING:
    from connectors.fakes.telegram import Telegram

BOT = {"id": 1000000001, "is_bot": True, "first_name": "Một Cửa", "username": "motcua_fake_bot"}
ME = {**BOT, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}


class Setup:
    """``commands``: the menu."""

    def __init__(self, telegram: Telegram) -> None:
        self.commands: list[Body] = []
        self._telegram = telegram
        self.methods = {
            "getMe": lambda params: ME,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "setMyCommands": self._set_commands,
            "getMyCommands": lambda params: self.commands,
            "deleteMyCommands": self._delete_commands,
            "getFile": self._get_file,
        }

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
            telegram.polls.waiting.clear()
        telegram.set_webhook(url, secret)
        return True

    def _delete_webhook(self, params: Params) -> bool:
        if params.text("drop_pending_updates") in ("true", "True"):
            self._telegram.polls.waiting.clear()
        self._telegram.set_webhook("", "")
        return True

    def _webhook_info(self, params: Params) -> Body:
        telegram = self._telegram
        common = {"url": telegram.push.url, "has_custom_certificate": False, "pending_update_count": telegram.waiting}
        return {**common, "max_connections": telegram.max_connections, "allowed_updates": telegram.allowed}

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
