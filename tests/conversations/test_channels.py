from __future__ import annotations

import pytest

from bot.conversations.channels import vouches


@pytest.mark.parametrize(
    ("channel", "demo", "production"),
    [
        ("zalo", True, True),
        ("telegram", True, True),
        ("web", True, False),
        ("terminal", True, False),
        ("rest", False, False),
        ("unheard-of", False, False),
    ],
)
def test_who_vouches_for_the_sender(channel: str, demo: bool, production: bool) -> None:
    assert vouches(channel, demo=True) is demo
    assert vouches(channel, demo=False) is production
