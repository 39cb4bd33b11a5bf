"""Telegram, by python-telegram-bot: updates come by webhook or are asked for, replies leave through the sender."""

import os

# Times of the library are durations, as they will be everywhere in its next version.
os.environ.setdefault("PTB_TIMEDELTA", "true")
