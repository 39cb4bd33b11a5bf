"""What an update of Telegram means to us. Pure: JSON in, a meaning out."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from telegram import CallbackQuery, Chat, ChatMember, ChatMemberUpdated, Message, Update
from telegram.ext.filters import StatusUpdate

from bot.conversations.event import Event, EventKind
from bot.language.text import disarm
from bot.store.inbox import Incoming
from bot.texts import texts
from connectors.telegram.content import event_of

NAME = "telegram"
# All that Telegram is asked to bring.
WANTED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]
COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@\w+)?(?:\s+(.*))?", re.DOTALL)
# Of a link such as https://t.me/name?start=tt_1_001193: the code of a procedure.
PROCEDURE = re.compile(r"tt_(\d)_(\d{6})")
MOST_ID = 2**63
AWAY = frozenset({ChatMember.BANNED, ChatMember.LEFT})


class Pressed(NamedTuple):
    """A button; ``message.text`` is what it carries, ``message.shown`` its title where Telegram tells it. Telegram
    shows it as busy until ``query`` is answered. ``message`` is None where there is nothing to do."""

    query: str
    message: Incoming | None


class Blocked(NamedTuple):
    """The person wants nothing more."""

    conversation: str


class Unblocked(NamedTuple):
    """The person lets it write again."""

    conversation: str


class Invited(NamedTuple):
    """Somebody brought the assistant into a group."""

    conversation: str


class Nothing(NamedTuple):
    """``why``: ``ignored``, or ``unknown`` for what Telegram did not send when this was written."""

    why: str


Meaning = Incoming | Pressed | Blocked | Unblocked | Invited | Nothing


def read(body: Any, bot_id: str) -> Meaning:
    """Raises nothing, whatever the body is."""
    try:
        update = Update.de_json(body, None)
        return _read(update, f"{bot_id}:{_number(update.update_id)}")
    except Exception:
        # The library believes what it is sent, and fails in many ways where that is something else.
        return Nothing("unknown")


def _read(update: Update, message_id: str) -> Meaning:
    if update.message:
        return _message(update.message, message_id)
    if update.edited_message:
        return _edited(update.edited_message, message_id)
    if update.callback_query:
        return _pressed(update.callback_query, message_id)
    if update.my_chat_member:
        return _membership(update.my_chat_member)
    # Posts of channels come without being asked for.
    return Nothing("ignored" if update.effective_message else "unknown")


def _message(message: Message, message_id: str) -> Meaning:
    if not _is_persons(message):
        return Nothing("ignored")
    text = message.text or message.caption or ""
    command = COMMAND.fullmatch(text.strip()) if message.text else None
    if command and command[1].lower() in texts("messengers")["commands"]:
        return _command(message, message_id, command[1].lower(), command[2] or "")
    event = event_of(message)
    if event and event.kind is EventKind.UNKNOWN and StatusUpdate.ALL.check_update(Update(0, message=message)):
        # Something that happened in the chat, such as a pinned message; nobody said it.
        return Nothing("ignored")
    return _incoming(message.chat, message_id, disarm(text))._replace(event=event)


def _is_persons(message: Message) -> bool:
    """Whether a person speaks with the assistant alone."""
    sender = message.from_user
    return message.chat.type == Chat.PRIVATE and sender is not None and not sender.is_bot


def _command(message: Message, message_id: str, name: str, parameter: str) -> Incoming:
    """One of the menu; ``/start`` may carry what a link says."""
    if name == "start":
        found = PROCEDURE.fullmatch(parameter.strip())
        text = f"{found[1]}.{found[2]}" if found else ""
        return _incoming(message.chat, message_id, text)._replace(event=Event(EventKind.JOINED))
    command = texts("messengers")["commands"][name]
    return _incoming(message.chat, message_id, command["asks"])._replace(shown=command["shown"])


def _edited(message: Message, message_id: str) -> Meaning:
    """A place that is shared live is edited all the time: only new words count."""
    text = message.text or message.caption
    if not text or not _is_persons(message):
        return Nothing("ignored")
    return _incoming(message.chat, message_id, disarm(text))._replace(event=Event(EventKind.EDITED))


def _pressed(query: CallbackQuery, message_id: str) -> Pressed:
    message = query.message
    if message is None or message.chat.type != Chat.PRIVATE or not query.data:
        return Pressed(_string(query.id), None)
    taken = _incoming(message.chat, message_id, query.data)
    return Pressed(_string(query.id), taken._replace(shown=_title(message, query.data)))


def _title(message: object, data: str) -> str | None:
    """What stood on the button; Telegram keeps that of messages which are not too old."""
    markup = message.reply_markup if isinstance(message, Message) else None
    rows = markup.inline_keyboard if markup else ()
    return next((button.text for row in rows for button in row if button.callback_data == data), None)


def _membership(change: ChatMemberUpdated) -> Meaning:
    gone, was_gone = change.new_chat_member.status in AWAY, change.old_chat_member.status in AWAY
    conversation = _conversation(change.chat)
    if change.chat.type == Chat.PRIVATE:
        return Blocked(conversation) if gone else Unblocked(conversation)
    in_group = change.chat.type in (Chat.GROUP, Chat.SUPERGROUP)
    return Invited(conversation) if in_group and was_gone and not gone else Nothing("ignored")


def _incoming(chat: Chat, message_id: str, text: str) -> Incoming:
    return Incoming(NAME, message_id, _conversation(chat), _string(text))


def _conversation(chat: Chat) -> str:
    return f"{NAME}-{_number(chat.id)}"


def _string(value: object) -> str:
    """The library believes what it is sent."""
    if not isinstance(value, str):
        raise TypeError(type(value).__name__)
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or abs(value) >= MOST_ID:
        raise TypeError(type(value).__name__)
    return value
