"""When an Official Account may write to a person, and what Zalo says of its quota."""

from __future__ import annotations

from connectors.fakes.zalo_shapes import ZaloError

HOUR = 3600.0
FREE = 48 * HOUR
OPEN = 7 * 24 * HOUR
REPLIES = 8
WELCOMES = 3


class Window:
    """Of one person. ``last``: seconds since 1970 of the last interaction, None: never; ``replies``: free ones left."""

    def __init__(self) -> None:
        self.last: float | None = None
        self.follows = False
        self.replies = REPLIES
        self.welcomes = WELCOMES

    def interact(self, at: float) -> None:
        self.last, self.replies = at, REPLIES

    def use(self, now: float) -> dict[str, str] | None:
        """Count a message of the account; its ``quota``, or None where it is charged. Raises ZaloError."""
        if self.last is None:
            return self._welcome()
        if now - self.last > OPEN:
            raise ZaloError(-230, "User has not interacted with the OA in the past 7 days")
        if now - self.last > FREE or not self.replies:
            return None
        self.replies -= 1
        return quota("reply", self.replies, REPLIES)

    def _welcome(self) -> dict[str, str]:
        if not self.follows or not self.welcomes:
            raise ZaloError(-232, "User has not interacted with the OA, or the last interaction expired")
        self.welcomes -= 1
        return quota("welcome_msg", self.welcomes, WELCOMES)


def quota(kind: str, remain: int, total: int) -> dict[str, str]:
    return {"quota_type": kind, "remain": str(remain), "total": str(total)}
