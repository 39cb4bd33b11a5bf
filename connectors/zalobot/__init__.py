"""The Zalo Bot Platform: like Telegram's at first sight, without buttons and without phones."""
