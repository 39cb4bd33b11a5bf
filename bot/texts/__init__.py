"""What people read, as data: one YAML file a subject, every line checked when it is loaded."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def say(subject: str, key: str, /, **values: Any) -> str:
    """The text ``key`` of ``<subject>.yml`` with its places filled. Raises KeyError for an unknown key or place."""
    return str(texts(subject)[key]).strip().format(**values)


@cache
def texts(subject: str) -> dict[str, Any]:
    """A whole file, for lists and labels."""
    data: dict[str, Any] = yaml.safe_load((HERE / f"{subject}.yml").read_text(encoding="utf-8"))
    return data
