"""Pictures as phones take them, made here: codes on paper, and what is no picture at all."""

from __future__ import annotations

import io
import struct
import zlib

import zxingcpp
from PIL import Image

CARD = "099204000123|199000123|NGUYỄN KIỂM THỬ|01012004|Nam|Số 1 đường Thử Nghiệm|02012024"
# The example of the standard's documents, with an invented bank.
PAYMENT = (
    "00020101021238540010A00000072701240006970499011000000000010208QRIBFTTA5303704540480005802VN"
    "62210817H9999 261120 00016304780D"
)


def qr(text: str, scale: int = 5) -> Image.Image:
    return code(text, zxingcpp.BarcodeFormat.QRCode, scale)


def code(text: str, kind: zxingcpp.BarcodeFormat, scale: int = 5) -> Image.Image:
    """A bar or square code as a grey image."""
    return Image.fromarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=scale))


def photo(*codes: Image.Image, size: tuple[int, int] = (1600, 1200), angle: float = 0, kind: str = "JPEG") -> bytes:
    """A sheet of paper with the codes on it, as a file."""
    sheet = Image.new("RGB", size, (228, 224, 216))
    left = 60
    for one in codes:
        turned = one.convert("RGB").rotate(angle, expand=True, fillcolor=(228, 224, 216))
        sheet.paste(turned, (left, 80))
        left += turned.width + 60
    return saved(sheet, kind)


def saved(picture: Image.Image, kind: str = "PNG") -> bytes:
    file = io.BytesIO()
    picture.save(file, kind)
    return file.getvalue()


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes whose head promises 3,600 megapixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )
