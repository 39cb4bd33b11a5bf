"""Pictures that people send: one with a QR code, or the bytes of a file; kept in memory."""

from __future__ import annotations

import io

import zxingcpp
from PIL import Image

PLAIN = (320, 240)


class Pictures:
    """By number; the newest two hundred."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._count = 0

    def add(self, data: bytes) -> str:
        self._count += 1
        name = f"{self._count}"
        self._kept[name] = data
        self._kept.pop(str(self._count - 200), None)
        return name

    def get(self, name: str) -> bytes | None:
        return self._kept.get(name)


def qr(text: str) -> bytes:
    """A JPEG with the code in its middle, as if photographed straight."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    square = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=8))  # type: ignore[arg-type]
    photo = Image.new("RGB", (square.width + 160, square.height + 160), "#d9d4c7")
    photo.paste(square, (80, 80))
    return _jpeg(photo)


def plain() -> bytes:
    """A JPEG with nothing to read."""
    return _jpeg(Image.new("RGB", PLAIN, "#7a8f6a"))


def _jpeg(photo: Image.Image) -> bytes:
    file = io.BytesIO()
    photo.save(file, "JPEG", quality=88)
    return file.getvalue()
