"""Commands of ``motcua`` about messengers: consent, webhooks, what the service says of us."""

from __future__ import annotations

from typing import Any

import click

from bot.clock import utc_now
from processes.commands import explained, migrated_engine


@click.group()
def outbox() -> None:
    """Replies and notices on their way to the messengers."""


@outbox.command("status")
@explained
def outbox_status() -> None:
    """Count them by channel and status; tell the oldest wait and why replies are dead."""
    from processes.outbox import tell_status

    tell_status(migrated_engine(), utc_now(), click.echo)


_CHANNEL = click.option("--channel", help="Only of this channel: zalo, zalobot or telegram.")
_ERROR = click.option("--error", help='Only with this error, as `motcua outbox status` writes it: "gone 403".')


@outbox.command("list")
@click.option("--dead", is_flag=True, required=True, help="Those that were given up; the others leave by themselves.")
@_CHANNEL
@_ERROR
@explained
def outbox_list(dead: bool, channel: str | None, error: str | None) -> None:
    """List dead replies: id, person (masked), error, age. What they say is not shown."""
    from processes.outbox import tell_dead

    tell_dead(migrated_engine(), utc_now(), channel, error, click.echo)


@outbox.command("resend")
@click.argument("ids", type=int, nargs=-1)
@_CHANNEL
@_ERROR
@explained
def outbox_resend(ids: tuple[int, ...], channel: str | None, error: str | None) -> None:
    """Send dead replies once more: those named by ID, or all of a channel or with an error."""
    from processes.outbox import resend

    if not (ids or channel or error):
        raise click.UsageError("name IDs, or a --channel, or an --error: `motcua outbox list --dead` shows them.")
    resend(migrated_engine(), utc_now(), ids, channel, error, click.echo)


@click.group()
def zalo() -> None:
    """The Zalo Official Account."""


@zalo.command("login")
@click.option("--callback", help="The callback address as it is saved in the developers' console.")
@click.option("--tokens", is_flag=True, help="Take a pair of tokens from the console's API Explorer instead.")
@explained
def zalo_login(callback: str | None, tokens: bool) -> None:
    """Get the consent of an administrator of the OA, and store its tokens encrypted."""
    from bot.settings import read_settings
    from bot.store.secrets import load_keys
    from processes.zalo_login import Login

    settings = read_settings()
    login = Login(settings, migrated_engine(), load_keys(settings), utc_now())
    if tokens:
        pair = login.by_tokens(*(click.prompt(name, hide_input=True).strip() for name in ("Access", "Refresh")))
    else:
        pair = login.by_consent(callback or click.prompt("Callback address"), click.prompt, click.echo)
    click.echo(f"The OA's access token is stored; it holds until {pair.expires_at.isoformat()} and renews itself.")


@click.group()
def telegram() -> None:
    """The bot on Telegram."""


@telegram.command("webhook")
@click.argument("url")
@explained
def telegram_webhook(url: str) -> None:
    """Have Telegram call this assistant, whose public address is URL."""
    from bot.settings import read_settings
    from processes.bots import set_telegram

    click.echo(f"Telegram calls {set_telegram(read_settings(), url)} now.")


@telegram.command("info")
@explained
def telegram_info() -> None:
    """What Telegram says of the bot and of its webhook."""
    from bot.settings import read_settings
    from processes.bots import about_telegram

    _tell_facts(about_telegram(read_settings()))


@click.group()
def zalobot() -> None:
    """The bot on the Zalo Bot Platform."""


@zalobot.command("webhook")
@click.argument("url")
@explained
def zalobot_webhook(url: str) -> None:
    """Have the platform call this assistant, whose public address is URL."""
    from bot.settings import read_settings
    from processes.bots import set_zalobot

    click.echo(f"The Zalo Bot Platform calls {set_zalobot(read_settings(), url)} now.")


@zalobot.command("info")
@explained
def zalobot_info() -> None:
    """What the platform says of the bot and of its webhook."""
    from bot.settings import read_settings
    from processes.bots import about_zalobot

    _tell_facts(about_zalobot(read_settings()))


def _tell_facts(facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        click.echo(f"{name}: {value}")
