"""Files with content of their type, and the calls about them.

Promises that a file's name and content are its own. Must not assert.
"""

from __future__ import annotations

import hashlib
import io
import random
import uuid
import zipfile
from collections.abc import AsyncIterator, Iterator
from typing import Any

from motcua.submissions.v1 import attachments_pb2 as api
from motcua.submissions.v1.submissions_pb2 import Proof
from tests.submissions.house import House
from tests.waiting import until

UPLOADING, QUARANTINED = api.Attachment.STATE_UPLOADING, api.Attachment.STATE_QUARANTINED
CLEAN, INFECTED = api.Attachment.STATE_CLEAN, api.Attachment.STATE_INFECTED
REMOVED = api.Attachment.STATE_REMOVED
PORTAL = "portal.test"


def pdf(size: int = 1000, *, seed: int = 0) -> bytes:
    """So many bytes that begin as a PDF."""
    return (b"%PDF-1.7\n" + random.Random(seed).randbytes(size))[:size]


def office(*entries: str, size: int = 0) -> bytes:
    """An archive with these entries, the first one filled to a size."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for entry in entries:
            archive.writestr(entry, bytes(size) if entry == entries[0] else b"<x/>")
    return made.getvalue()


class FileClient:
    """Calls about files in the name of one caller."""

    def __init__(
        self,
        house: House,
        *,
        role: str = "portal",
        unit: str = "*",
        subject: str = PORTAL,
        holder: str = "",
        proof: Proof | None = None,
    ) -> None:
        self.house, self.holder, self.proof = house, holder, proof
        self.caller = house.caller(role, unit, subject)

    async def announce(self, dossier: str, content: bytes, **fields: Any) -> api.Attachment:
        usual = {
            "parent": dossier,
            "file_name": f"đơn {uuid.uuid4().hex}.pdf",
            "size": len(content),
            "request_id": str(uuid.uuid4()),
            "holder": self.holder,
            "proof": self.proof,
        }
        request = api.CreateAttachmentRequest(**(usual | fields))
        return await self.house.files.CreateAttachment(request, **self.caller)

    async def upload(
        self, name: str, content: bytes, *, offset: int = 0, upto: int | None = None,
        piece: int = 256 * 1024,
    ) -> api.Attachment:  # fmt: skip
        """The bytes from an offset on, up to some of them."""
        sent = content[:upto]
        by = {"holder": self.holder, "proof": self.proof}
        messages = requests(name, sent, offset=offset, piece=piece, **by)
        return await self.house.files.UploadAttachment(messages, **self.caller)

    async def attach(self, dossier: str, content: bytes, **fields: Any) -> api.Attachment:
        """A whole file."""
        announced = await self.announce(dossier, content, **fields)
        return await self.upload(announced.name, content)

    async def attached(self, dossier: str, content: bytes, **fields: Any) -> api.Attachment:
        """A file that is scanned."""
        file = await self.attach(dossier, content, **fields)
        await until(lambda: self.is_scanned(file.name))
        return await self.get(file.name)

    async def is_scanned(self, name: str) -> bool:
        return (await self.get(name)).state in {CLEAN, INFECTED}

    async def get(self, name: str) -> api.Attachment:
        request = api.GetAttachmentRequest(name=name, holder=self.holder, proof=self.proof)
        return await self.house.files.GetAttachment(request, **self.caller)

    async def list(self, dossier: str) -> list[api.Attachment]:
        by = {"holder": self.holder, "proof": self.proof}
        request = api.ListAttachmentsRequest(parent=dossier, **by)
        return list((await self.house.files.ListAttachments(request, **self.caller)).attachments)

    async def download(
        self, name: str, *, purpose: str = "thẩm tra hồ sơ", **fields: Any
    ) -> tuple[api.FileDetails, bytes]:
        """What a file is, and its bytes, each message where it says."""
        usual: dict[str, Any] = {"name": name, "purpose": purpose, "holder": self.holder}
        usual |= {"proof": self.proof}
        request = api.DownloadAttachmentRequest(**usual, **fields)
        first, *others = [
            each async for each in self.house.files.DownloadAttachment(request, **self.caller)
        ]
        found = b""
        for each in others:
            place = each.offset - request.offset
            found = found[:place].ljust(place, b"?") + each.data
        return first.file, found

    async def remove(self, name: str, **fields: Any) -> api.Attachment:
        usual = {"request_id": str(uuid.uuid4()), "reason_code": "wrong-file"}
        usual |= {"name": name, "holder": self.holder, "proof": self.proof}
        request = api.RemoveAttachmentRequest(**(usual | fields))
        return await self.house.files.RemoveAttachment(request, **self.caller)


def requests(
    name: str, content: bytes, *, offset: int = 0, piece: int = 256 * 1024, **by: Any
) -> Iterator[api.UploadAttachmentRequest]:
    """The messages of an upload from an offset on."""
    for start in range(offset, max(len(content), offset + 1), piece):
        data = content[start : start + piece]
        yield api.UploadAttachmentRequest(name=name, offset=start, data=data, **by)


async def hanging(messages: Iterator[Any], gate: Any) -> AsyncIterator[Any]:
    """These messages, and then nothing until a gate opens."""
    for each in messages:
        yield each
    await gate.wait()


async def going_on(name: str, begun: bytes, gate: Any, late: bytes) -> AsyncIterator[Any]:
    """An upload that sends its last bytes once a gate opens."""
    yield api.UploadAttachmentRequest(name=name, offset=0, data=begun)
    await gate.wait()
    yield api.UploadAttachmentRequest(name=name, offset=len(begun), data=late)


def digest(content: bytes) -> bytes:
    """SHA-256."""
    return hashlib.sha256(content).digest()
