"""``motcua zalo login``: an administrator of the OA consents once, the tokens are stored."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import httpx
from sqlalchemy.engine import Engine

from bot.settings import PREFIX, Settings
from bot.store import tokens
from bot.store.secrets import Keys
from bot.store.tokens import Pair
from connectors.zalo.access import EARLY, NAME, Access
from connectors.zalo.oauth import TIMEOUT, NoAccess, ask, consent_address

Ask = Callable[[str], str]
Say = Callable[[str], None]
_BOT_TOKEN = re.compile(r"\d+:\S+")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


class LoginRefused(ValueError):
    """The message says why, and what to do."""


class Login:
    """``now`` in UTC."""

    def __init__(self, settings: Settings, engine: Engine, keys: Keys, now: dt.datetime) -> None:
        missing = [name for name in ("zalo_app_id", "zalo_app_secret") if not getattr(settings, name)]
        if missing:
            names = ", ".join(PREFIX + name.upper() for name in missing)
            raise LoginRefused(f"{names} must be set: both stand in the app's settings in the developers' console")
        if settings.zalo_code_verifier and not _VERIFIER.fullmatch(settings.zalo_code_verifier):
            raise LoginRefused(f"{PREFIX}ZALO_CODE_VERIFIER is none: 43 to 128 letters, digits, '-', '.', '_' or '~'")
        self._settings, self._engine, self._keys, self._now = settings, engine, keys, now

    def by_consent(self, callback: str, ask_person: Ask, say: Say) -> Pair:
        """Print an address, take what the browser ended at. Raises LoginRefused."""
        verifier = self._settings.zalo_code_verifier or secrets.token_urlsafe(32)
        state = secrets.token_urlsafe(12)
        address = consent_address(self._settings, callback, verifier, state)
        say(f"Open this as an administrator of the OA, agree, and come back within ten minutes:\n\n  {address}\n")
        code = self._code(ask_person("The address at which the browser ended, or its code").strip(), state)
        try:
            with httpx.Client(timeout=TIMEOUT) as client:
                form = {"code": code, "code_verifier": verifier, "grant_type": "authorization_code"}
                pair = ask(client, self._settings, self._now, **form)
        except NoAccess as error:
            raise LoginRefused(f"Zalo gave no token ({error.code}): {error.cure}") from None
        tokens.keep(self._engine, self._keys, NAME, pair, self._now)
        return pair

    def by_tokens(self, access: str, refresh: str) -> Pair:
        """A pair of the console's API Explorer. It is renewed at once, which proves it. Raises LoginRefused."""
        if any(_BOT_TOKEN.fullmatch(token) for token in (access, refresh)):
            raise LoginRefused(f"that is the token of a bot of the Zalo Bot Platform: set it as {PREFIX}ZALOBOT_TOKEN")
        if not (access and refresh):
            raise LoginRefused("both tokens are needed: the API Explorer shows them one below the other")
        # How old it is nobody told: as if it were time to renew it.
        tokens.keep(self._engine, self._keys, NAME, Pair(access, refresh, self._now + EARLY), self._now)
        renewing = Access(self._settings, self._engine, self._keys)
        try:
            renewing.renewed(access)
        except NoAccess as error:
            raise LoginRefused(
                f"the tokens are stored, but could not be renewed ({error.code}): {error.cure}"
            ) from None
        finally:
            renewing.close()
        pair = tokens.load(self._engine, self._keys, NAME)
        assert pair is not None
        return pair

    def _code(self, pasted: str, state: str) -> str:
        if "code=" not in pasted and "://" not in pasted:
            if not pasted:
                raise LoginRefused("nothing was given: run it again")
            return pasted
        told = {name: values[0] for name, values in parse_qs(urlsplit(pasted).query).items()}
        if "code" not in told:
            raise LoginRefused("that address has no code: agree on Zalo's page first, then copy what the browser shows")
        if told.get("state", state) != state:
            raise LoginRefused("that address belongs to an earlier try: open the address above, and paste its end")
        wanted = self._settings.zalo_oa_id
        if wanted and told.get("oa_id", wanted) != wanted:
            raise LoginRefused(f"that is another OA than {PREFIX}ZALO_OA_ID: choose the right one on Zalo's page")
        return told["code"]
