"""Files that an Official Account uploads before it sends them."""

from __future__ import annotations

from typing import NamedTuple

from starlette.datastructures import UploadFile
from starlette.requests import Request

from connectors.fakes.service import World
from connectors.fakes.zalo_shapes import ZaloError

MEGABYTE = 1024 * 1024
VALID = 7 * 86_400
# Kind: its endings, its size, what the answer calls it.
KINDS = {
    "image": (("jpg", "jpeg", "png"), 1 * MEGABYTE, "attachment_id"),
    "gif": (("gif",), 5 * MEGABYTE, "attachment_id"),
    "file": (("pdf", "doc", "docx", "csv"), 5 * MEGABYTE, "token"),
}


class Upload(NamedTuple):
    name: str
    data: bytes


class Uploads:
    """``kept``: what was uploaded, by the id that Zalo gave."""

    def __init__(self, world: World) -> None:
        self.kept: dict[str, Upload] = {}
        self._world = world
        self._until: dict[str, float] = {}

    async def read(self, request: Request) -> Upload | None:
        """The field ``file`` of a form; None without one."""
        if not request.headers.get("content-type", "").startswith("multipart/form-data"):
            return None
        async with request.form(max_files=1) as form:
            file = form.get("file")
            return Upload(file.filename or "", await file.read()) if isinstance(file, UploadFile) else None

    def keep(self, kind: str, file: Upload | None) -> dict[str, str]:
        """Raises ZaloError."""
        if file is None or kind not in KINDS:
            raise ZaloError(-201, "file is invalid!")
        endings, most, called = KINDS[kind]
        if file.name.rpartition(".")[2].lower() not in endings or "." not in file.name:
            raise ZaloError(-201, "file is invalid!")
        if len(file.data) > most:
            raise ZaloError(-210, "Parameter exceeds allowable limit")
        number = f"fake-upload-{len(self.kept) + 1}"
        self.kept[number] = file
        self._until[number] = self._world.clock() + VALID
        return {called: number}

    def use(self, number: str) -> None:
        """Raises ZaloError for what was never uploaded, or too long ago."""
        if number not in self.kept:
            raise ZaloError(-201, "attachment_id is invalid!")
        if self._world.clock() > self._until[number]:
            raise ZaloError(-100, "attachment_id was expired")
