"""Keys: encryption at rest and pseudonyms. Demo keys live in a file that only its owner can read."""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.dossiers.phone import normal_phone
from bot.settings import PREFIX, Settings, SettingsError


class Keys:
    """The unit's keys. The first encryption key writes, all of them read, so a key can be rotated."""

    def __init__(self, encryption_keys: str, identity_key: str) -> None:
        try:
            fernets = [Fernet(key.strip()) for key in encryption_keys.split(",") if key.strip()]
            self.fernet = MultiFernet(fernets)
        except ValueError as error:
            cure = "make one with `motcua keys`"
            raise SettingsError(f"{PREFIX}ENCRYPTION_KEYS: not a list of Fernet keys ({error}); {cure}.") from error
        self._newest = fernets[0]
        self._identity_key = identity_key.encode()

    def encrypt(self, text: str) -> str:
        return self.fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """Raises cryptography.fernet.InvalidToken when no key fits."""
        return self.fernet.decrypt(token.encode()).decode()

    def is_newest(self, token: str) -> bool:
        """Whether the key that writes now wrote this; what an earlier one wrote has to be written again some day."""
        try:
            self._newest.decrypt(token.encode())
        except InvalidToken:
            return False
        return True

    def pseudonym(self, *parts: str) -> str:
        """A keyed hash of 32 hex digits: the same parts give the same name, and nobody can go back without the key."""
        return hmac.digest(self._identity_key, "\x1f".join(parts).encode(), "sha256").hex()[:32]

    def phone_key(self, phone: str) -> str | None:
        """Under which dossiers are found by their registered phone, however it is written; None for no number."""
        number = normal_phone(phone)
        return self.pseudonym("phone", number) if number else None

    def renew(self, token: str) -> str:
        """The same text under the first key; the token itself where it is so already. Raises as ``decrypt`` does."""
        return token if self.is_newest(token) else self.encrypt(self.decrypt(token))


def new_keys() -> dict[str, str]:
    """Fresh values for the two secret variables."""
    return {
        f"{PREFIX}ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        f"{PREFIX}IDENTITY_KEY": secrets.token_urlsafe(32),
    }


def load_keys(settings: Settings) -> Keys:
    """Keys from the settings; what is not set there comes from ``var/keys.env``, which the demo makes."""
    if settings.encryption_keys and settings.identity_key:
        return Keys(settings.encryption_keys, settings.identity_key)
    values = _demo_keys(settings.var_path / "keys.env")
    encryption = settings.encryption_keys or values[f"{PREFIX}ENCRYPTION_KEYS"]
    return Keys(encryption, settings.identity_key or values[f"{PREFIX}IDENTITY_KEY"])


def _demo_keys(path: Path) -> dict[str, str]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_keys(path)
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


def _write_keys(path: Path) -> None:
    """Whole or not at all, and never over another process's keys. The temporary file is its owner's alone too."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".keys-") as file:
        file.write("".join(f"{name}={value}\n" for name, value in new_keys().items()))
        file.flush()
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)
