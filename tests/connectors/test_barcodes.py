"""The reader of pictures: what it reads, and what it refuses before it costs anything."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from connectors import pictures
from connectors.barcodes import MOST_BYTES, NoPicture, read
from connectors.pictures import Unreadable
from tests.support.pictures import CARD, bomb, code, photo, qr, saved

CODE = "H37.99.99-261118-0001"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "BMP", "GIF"])
def test_a_square_in_every_kind_of_file(kind: str) -> None:
    assert read(photo(qr(CODE), kind=kind)) == [CODE]


@pytest.mark.parametrize("kind", [zxingcpp.BarcodeFormat.Code128, zxingcpp.BarcodeFormat.Code39])
def test_bars(kind: zxingcpp.BarcodeFormat) -> None:
    assert read(photo(code(CODE, kind, 3))) == [CODE]


@pytest.mark.parametrize("angle", [7, 90, 180, 200])
def test_a_photo_held_askew(angle: float) -> None:
    assert read(photo(qr(CODE), angle=angle)) == [CODE]


def test_several_codes() -> None:
    assert sorted(read(photo(qr(CODE), qr(CARD)))) == sorted([CODE, CARD])


def test_a_large_photo_of_a_phone() -> None:
    assert read(photo(qr(CODE), size=(6400, 4800))) == [CODE]


def test_a_photo_without_a_code() -> None:
    assert read(photo()) == []


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"xin chao",
        b"%PDF-1.7 ...",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        saved(Image.new("L", (50, 50)), "TIFF"),
        photo(qr(CODE))[:3000],
        b"\xff\xd8\xff" + b"\0" * MOST_BYTES,
    ],
    ids=["nothing", "text", "pdf", "svg", "postscript", "tiff", "cut off", "10 MB"],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NoPicture):
        read(data)


@pytest.mark.parametrize("size", [(60_000, 60_000), (7_000, 6_000)])
def test_a_bomb_is_refused_by_what_its_head_says(size: tuple[int, int]) -> None:
    with pytest.raises(NoPicture) as refused:
        read(bomb(*size))
    assert isinstance(refused.value.__cause__, Image.DecompressionBombError | Image.DecompressionBombWarning)


def test_forty_megapixels_are_read_within_the_memory_of_the_process() -> None:
    data = photo(qr(CODE, 12), size=(8000, 4990), kind="PNG")
    assert asyncio.run(pictures.read(data)) == [CODE]


def test_noise_does_not_take_long() -> None:
    noise = Image.frombytes("L", (2000, 1500), random.Random(5).randbytes(3_000_000))
    assert asyncio.run(pictures.read(saved(noise, "JPEG"))) == []


@pytest.mark.parametrize(
    "data", [b"xin chao", bomb(), b"\xff\xd8\xff" + b"\0" * MOST_BYTES], ids=["text", "bomb", "10 MB"]
)
def test_the_process_refuses_too(data: bytes) -> None:
    with pytest.raises(Unreadable, match="no picture"):
        asyncio.run(pictures.read(data))


def test_a_process_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "hang.py"
    program.write_text("import time\ntime.sleep(60)\n")
    monkeypatch.setattr(pictures, "PROGRAM", program)
    monkeypatch.setattr(pictures, "READ_SECONDS", 0.5)
    with pytest.raises(Unreadable, match="too long"):
        asyncio.run(pictures.read(b"x"))


def test_a_process_that_takes_too_much_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = pictures.PROGRAM.read_text(encoding="utf-8")
    greedy = source.replace("texts = read(", "_ = bytearray(2 * MEMORY); texts = read(")
    assert greedy != source
    program = tmp_path / "greedy.py"
    program.write_text(greedy, encoding="utf-8")
    monkeypatch.setattr(pictures, "PROGRAM", program)
    with pytest.raises(Unreadable, match="no picture"):
        asyncio.run(pictures.read(photo(qr(CODE))))


def test_the_process_does_not_see_our_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "tell.py"
    program.write_text("import json, os, sys\njson.dump(sorted(os.environ), sys.stdout)\n")
    monkeypatch.setattr(pictures, "PROGRAM", program)
    monkeypatch.setenv("MOTCUA_ENCRYPTION_KEYS", "secret")
    assert not any(name.startswith("MOTCUA") for name in asyncio.run(pictures.read(b"")))
