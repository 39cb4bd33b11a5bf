"""What the bars and squares of a picture say. A program of its own: bytes at standard input, JSON texts at output.

Pictures come from strangers, so whatever decodes them has little memory, little time, no secrets and no network code of
ours. It imports nothing of the project, and starts in isolated mode.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import warnings

import zxingcpp
from PIL import Image, UnidentifiedImageError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
MOST_CODES = 20
MOST_CHARACTERS = 2000
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 10
REFUSED = 3


class NoPicture(Exception):
    """Not a picture, or more of one than anybody needs."""


def read(data: bytes) -> list[str]:
    """The texts in a picture. Raises NoPicture."""
    if len(data) > MOST_BYTES:
        raise NoPicture
    picture = _grey(data)
    found = zxingcpp.read_barcodes(picture)
    return [code.text[:MOST_CHARACTERS] for code in found if code.text][:MOST_CODES]


def _grey(data: bytes) -> Image.Image:
    """Decoded only when its head says that it is small enough."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            return picture.convert("L")
        except (UnidentifiedImageError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise NoPicture from error
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            # What Pillow raises for a file that is cut off or makes no sense.
            raise NoPicture from error


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        texts = read(sys.stdin.buffer.read(MOST_BYTES + 1))
    except (NoPicture, MemoryError):
        sys.exit(REFUSED)
    json.dump(texts, sys.stdout)


if __name__ == "__main__":
    main()
