"""Who writes to the fakes: three synthetic people, and as many more as are named."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

NAMES = {"an": "Nguyễn Văn An", "binh": "Trần Thị Bình", "chi": "Lê Minh Chi"}
PHONES = {"an": "84900000001", "binh": "84900000002", "chi": "84900000003"}
# A family of numbers that nobody has: all of them are on Zalo unless a test says otherwise.
PHONE_FAMILY = "84900000"


class Person(NamedTuple):
    """``key`` names them in tests; ``phone`` is in Zalo's form. Ids are those of the three services: Zalo's is a
    decimal above 2^53, Telegram's a number above 2^32, the Zalo bot's twenty hexadecimal digits."""

    key: str
    name: str
    phone: str
    zalo: str
    zalo_by_app: str
    zalobot: str
    telegram: int

    def id_at(self, service: str) -> str:
        return str(getattr(self, service))


class People:
    """Whoever is named exists; the same name has the same ids in every run."""

    def __init__(self) -> None:
        self._by_key: dict[str, Person] = {}
        self._by_id: dict[tuple[str, str], Person] = {}
        for key in NAMES:
            self.named(key)

    def named(self, key: str) -> Person:
        if key not in self._by_key:
            person = self._by_key[key] = _made(key)
            for service in ("zalo", "zalobot", "telegram"):
                self._by_id[service, person.id_at(service)] = person
            self._by_id.setdefault(("phone", person.phone), person)
        return self._by_key[key]

    def at(self, service: str, identity: str) -> Person | None:
        """Who has this id there; None for nobody."""
        return self._by_id.get((service, identity))

    def also(self, service: str, identity: str, person: Person) -> None:
        """They have a second id there."""
        self._by_id[service, identity] = person

    def with_phone(self, phone: str) -> Person | None:
        return self._by_id.get(("phone", phone))


def _made(key: str) -> Person:
    number = int(hashlib.sha256(key.encode()).hexdigest(), 16)
    return Person(
        key,
        NAMES.get(key, f"Người {key}"),
        PHONES.get(key, f"{PHONE_FAMILY}{100 + number % 900}"),
        str(10**17 + number % (9 * 10**17)),
        str(10**17 + (number >> 64) % (9 * 10**17)),
        f"{number:064x}"[:20],
        5 * 10**9 + number % 10**9,
    )
