"""Settings: environment variables ``MOTCUA_*``, read once at start. The table of them is in docs/settings.md."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

PREFIX = "MOTCUA_"
ROOT = Path(__file__).resolve().parent.parent
DEMO_UNIT = str(ROOT / "bot" / "conversations" / "demo_unit.yml")
DEMO_FIGURES = str(ROOT / "bot" / "conversations" / "demo_figures.yml")
SECRETS = ("encryption_keys", "identity_key")
# Of a bot, on Telegram and on the Zalo Bot Platform; access to an Official Account never looks so.
BOT_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
WEBHOOK_SECRETS = {
    "telegram": (re.compile(r"[A-Za-z0-9_-]{1,256}"), "1 to 256 letters, digits, _ and -"),
    "zalobot": (re.compile(r"[!-~]{8,256}"), "8 to 256 characters without spaces and accents"),
}


class SettingsError(ValueError):
    """A setting is missing or wrong; the message names the variable, the cause and the cure."""


Port = Annotated[int, Meta(ge=0, le=65535)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Field ``x`` is set by ``MOTCUA_X``. Durations are in the unit that the name says."""

    mode: Literal["demo", "production"] = "demo"
    database_url: str = ""
    encryption_keys: str = ""
    identity_key: str = ""
    var: str = str(ROOT / "var")
    models: str = str(ROOT / "models")
    host: str = "127.0.0.1"
    port: Port = 8000
    operations_port: Port = 8001
    workers: Annotated[int, Meta(ge=0, le=256)] = 0
    rest_token: str = ""
    trusted_proxies: str = ""
    rate_per_minute: Annotated[int, Meta(ge=1)] = 60
    retention_days: Annotated[int, Meta(ge=1)] = 30
    lease_seconds: Annotated[int, Meta(ge=5)] = 30
    dossiers_url: str = ""
    dossiers_token: str = ""
    dossiers_timeout_seconds: Annotated[float, Meta(gt=0, le=10)] = 3
    dossiers_cache_seconds: Annotated[int, Meta(ge=0)] = 60
    dossiers_stale_hours: Annotated[int, Meta(ge=1)] = 36
    unit_file: str = DEMO_UNIT
    outages_file: str = ""
    figures_file: str = ""
    sms_url: str = ""
    sms_token: str = ""
    zalo_app_id: str = ""
    zalo_app_secret: str = ""
    zalo_oa_id: str = ""
    zalo_oa_secret: str = ""
    zalo_code_verifier: str = ""
    zalo_buttons: bool = False
    zalo_verifier: str = ""
    zalo_info_image: str = ""
    zalo_otp_template: str = ""
    zalo_otp_parameter: str = "otp"
    zalo_notice_template: str = ""
    zalo_api_url: str = "https://openapi.zalo.me"
    zalo_oauth_url: str = "https://oauth.zaloapp.com/v4"
    zalo_zns_url: str = "https://business.openapi.zalo.me"
    zalo_media_hosts: str = "zdn.vn,zadn.vn"
    zalo_per_second: Annotated[float, Meta(gt=0)] = 60
    zalobot_token: str = ""
    zalobot_secret: str = ""
    zalobot_polling: bool = False
    zalobot_url: str = "https://bot-api.zaloplatforms.com"
    zalobot_per_second: Annotated[float, Meta(gt=0)] = 10
    telegram_token: str = ""
    telegram_secret: str = ""
    telegram_polling: bool = False
    telegram_url: str = "https://api.telegram.org"
    telegram_per_second: Annotated[float, Meta(gt=0)] = 30
    telegram_chat_seconds: Annotated[float, Meta(ge=0)] = 1
    fakes_port: Port = 8002
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def var_path(self) -> Path:
        return Path(self.var)

    @property
    def models_path(self) -> Path:
        return Path(self.models)

    @property
    def database(self) -> str:
        """The database URL; an SQLite file under ``var`` unless one is set."""
        return self.database_url or f"sqlite:///{self.var_path / 'motcua.db'}"

    @property
    def figures(self) -> str:
        """The file of published figures; empty where there are none, which the demo invents."""
        return self.figures_file or (DEMO_FIGURES if self.mode == "demo" else "")

    @property
    def worker_count(self) -> int:
        """One worker a core, unless ``MOTCUA_WORKERS`` says otherwise."""
        return self.workers or len(os.sched_getaffinity(0))

    @property
    def one_time_codes(self) -> bool:
        """Whether they can be sent: through Zalo or a gateway, in the demo into a file."""
        return self.mode == "demo" or bool(self.sms_url) or self.zns

    @property
    def zns(self) -> bool:
        """Whether one-time codes are tried by ZNS first."""
        return bool(self.zalo_app_id and self.zalo_otp_template)

    @property
    def messengers(self) -> list[str]:
        """Names of the channels that have what they need to work."""
        given = {"zalo": self.zalo_app_id, "zalobot": self.zalobot_token, "telegram": self.telegram_token}
        return [name for name, value in given.items() if value]

    @property
    def polled(self) -> list[str]:
        """Names of the channels that are asked for messages."""
        asked = {"zalobot": self.zalobot_polling, "telegram": self.telegram_polling}
        return [name for name in self.messengers if asked.get(name)]

    @property
    def rest_enabled(self) -> bool:
        return self.mode == "demo" or bool(self.rest_token)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment. Raises SettingsError for an unknown or faulty variable or a missing secret."""
    given = {name[len(PREFIX) :].lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    _refuse_unknown(given)
    settings = _convert({name: value for name, value in given.items() if value != ""})
    missing = [name for name in SECRETS if not getattr(settings, name)]
    if settings.mode == "production" and missing:
        names = ", ".join(PREFIX + name.upper() for name in missing)
        raise SettingsError(f"{names} must be set in production: make values with `motcua keys` and keep them safe.")
    if settings.mode == "production" and settings.unit_file == DEMO_UNIT:
        raise SettingsError(f"{PREFIX}UNIT_FILE must be set in production: the default is an invented unit.")
    _check_bots(settings)
    return settings


def _check_bots(settings: Settings) -> None:
    """Tokens in each other's places are a common slip, and a webhook without a secret would believe anybody."""
    for name in ("zalo_app_secret", "zalo_oa_secret"):
        if BOT_TOKEN.fullmatch(getattr(settings, name)):
            raise SettingsError(f"{PREFIX}{name.upper()} is the token of a bot: it belongs into {PREFIX}ZALOBOT_TOKEN.")
    for name, (shape, words) in WEBHOOK_SECRETS.items():
        token, secret = getattr(settings, f"{name}_token"), getattr(settings, f"{name}_secret")
        if token and not BOT_TOKEN.fullmatch(token):
            raise SettingsError(f"{PREFIX}{name.upper()}_TOKEN is not the token of a bot, which is digits:letters.")
        if token and name not in settings.polled and not shape.fullmatch(secret):
            cure = f"set it to {words}, or {PREFIX}{name.upper()}_POLLING=true where there is no public address"
            raise SettingsError(f"{PREFIX}{name.upper()}_SECRET must be set to know the webhook's calls: {cure}.")


def _refuse_unknown(given: Mapping[str, str]) -> None:
    known = Settings.__struct_fields__
    for name in given:
        if name not in known:
            variables = ", ".join(PREFIX + field.upper() for field in known)
            raise SettingsError(f"{PREFIX}{name.upper()} is not a setting. Known: {variables}.")


def _convert(given: Mapping[str, str]) -> Settings:
    try:
        return msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as error:
        cause, _, place = str(error).partition(" - at `$.")
        raise SettingsError(f"{PREFIX}{place.rstrip('`').upper()}: {cause}.") from error
