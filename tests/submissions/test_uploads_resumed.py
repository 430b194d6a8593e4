"""Uploads that break off and go on, in any order, against a model that keeps bytes in memory.

Promises the service's own code over real PostgreSQL and files, and moments that hypothesis
chooses: calls that stop anywhere, that begin elsewhere, two at once, sweeps between.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import grpc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.submissions.v1 import attachments_pb2 as api
from tests.submissions.file_client import (
    UPLOADING,
    FileClient,
    digest,
    going_on,
    hanging,
    pdf,
    requests,
)
from tests.submissions.house import OFFICER, House, read_error, refused
from tests.submissions.persons import run
from tests.submissions.test_attachments_served import objects, submitted
from tests.waiting import until
from tests.weighted import weighted

CHUNK = 1024  # bytes here, so that a file has many


@pytest.fixture(scope="module", autouse=True)
def small_chunks() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for module in (
            "chassis.blobs",
            "submissions.api.uploading",
            "submissions.api.downloading",
            "submissions.queries.attachments",
        ):
            patch.setattr(f"services.{module}.CHUNK", CHUNK)
        yield


@dataclass
class Step:
    """One call: where it begins, beyond what is kept; how many bytes it sends, in which pieces; and
    how it ends: `close`, `cut` (the caller is gone) or `twice` (beside another one).
    """

    ahead: int
    bytes: int
    piece: int
    end: str


STEPS = st.builds(
    Step,
    ahead=weighted((6, st.just(0)), (1, st.integers(-2 * CHUNK, 2 * CHUNK))),
    bytes=st.integers(0, 4 * CHUNK),
    piece=st.integers(1, 3 * CHUNK).map(lambda size: max(size, 60)),
    end=st.sampled_from(["close", "close", "cut", "twice"]),
)
SIZES = weighted(
    (1, st.integers(10, 8 * CHUNK)),
    (1, st.integers(1, 6).map(lambda chunks: chunks * CHUNK)),
)


# Of two calls at once the later may be refused, and either where it brings no bytes.
TOLD = {"OFFSET_WRONG", "UPLOAD_ENDED", "FIELD_REQUIRED"}


class Model:
    """One file, and what may be kept of it."""

    def __init__(self, client: FileClient, name: str, content: bytes) -> None:
        self.client, self.name, self.content = client, name, content
        self.kept = 0  # bytes that the service has told to be kept
        self.cut = False  # what was on its way when a caller vanished may still be kept

    async def take(self, step: Step) -> None:
        """One call; what it leaves is never less than before, and never more than was sent."""
        start = max(0, self.kept + step.ahead)
        sent = self.content[: start + step.bytes]
        messages = requests(self.name, sent, offset=start, piece=step.piece)
        end = {"close": self._close, "cut": self._cut, "twice": self._twice}[step.end]
        await end(messages, start, sent)
        after = await self.client.get(self.name)
        most = len(sent) if start == self.kept else self.kept
        assert self.kept <= after.offset, (step, after)
        assert self.cut or after.offset <= max(most, self.kept), (step, after)
        assert after.offset % CHUNK == 0 or after.offset == len(self.content)
        whole = after.offset == len(self.content) and after.state != UPLOADING
        assert whole == (after.state != UPLOADING)
        self.kept = after.offset

    async def _close(self, messages: Iterator[Any], start: int, sent: bytes) -> None:
        call = self.client.house.files.UploadAttachment(messages, **self.client.caller)
        if start == self.kept and len(sent) == start < len(self.content):
            # Without bytes it would only keep a place.
            moved = {"OFFSET_WRONG"} if self.cut else set()
            assert (await refused(call)).reason in {"FIELD_REQUIRED", *moved}
            return
        if start != self.kept or (self.cut and await call.code() is not grpc.StatusCode.OK):
            assert (await refused(call)).reason == "OFFSET_WRONG"
            return
        answer = await call
        whole = len(sent) == len(self.content)
        kept = len(sent) if whole else len(sent) // CHUNK * CHUNK
        assert answer.offset >= max(kept, self.kept)
        assert self.cut or answer.offset == max(kept, self.kept)

    async def _cut(self, messages: Iterator[Any], _: int, __: bytes) -> None:
        gone, self.cut = asyncio.Event(), True
        call = self.client.house.files.UploadAttachment(
            hanging(messages, gone), **self.client.caller
        )
        await asyncio.wait([asyncio.ensure_future(call.code())], timeout=0.01)
        call.cancel()
        gone.set()
        with suppress(grpc.aio.AioRpcError, asyncio.CancelledError):
            await call

    async def _twice(self, messages: Iterator[Any], _: int, __: bytes) -> None:
        both = list(messages)
        calls = [
            self.client.house.files.UploadAttachment(iter(both), **self.client.caller)
            for _ in range(2)
        ]
        for each in await asyncio.gather(*calls, return_exceptions=True):
            if isinstance(each, grpc.aio.AioRpcError):
                assert read_error(each).reason in TOLD, each


@settings(max_examples=30)
@given(size=SIZES, steps=st.lists(STEPS, max_size=6))
async def test_whatever_breaks_off_a_file_is_whole_or_goes_on_from_what_is_kept(
    house: House, size: int, steps: list[Step]
) -> None:
    client, content = FileClient(house), pdf(size, seed=size)
    dossier = await submitted(house)
    file = await client.announce(dossier, content, sha256=digest(content))
    model = Model(client, file.name, content)
    for step in steps:
        if (await client.get(file.name)).state == UPLOADING:
            await model.take(step)
    while (now := await client.get(file.name)).state == UPLOADING:
        assert now.offset >= model.kept
        await model.take(Step(ahead=0, bytes=size, piece=CHUNK, end="close"))
    await until(lambda: client.is_scanned(file.name))
    details, found = await client.download(file.name)
    assert found == content
    assert details.sha256 == digest(content)


async def test_an_upload_goes_on_after_a_restart(house: House) -> None:
    client, content = FileClient(house), pdf(5 * CHUNK + 7)
    file = await client.announce(await submitted(house), content, sha256=digest(content))
    part = await client.upload(file.name, content, upto=3 * CHUNK + 100)
    assert (part.state, part.offset) == (UPLOADING, 3 * CHUNK)
    await house.stop()
    await house.start()
    assert (await client.get(file.name)).offset == 3 * CHUNK
    await client.upload(file.name, content, offset=3 * CHUNK)
    await until(lambda: client.is_scanned(file.name))
    assert (await client.download(file.name))[1] == content


async def test_a_message_from_elsewhere_is_told_from_where_to_go_on(house: House) -> None:
    client, content = FileClient(house), pdf(3 * CHUNK)
    file = await client.announce(await submitted(house), content)
    await client.upload(file.name, content, upto=CHUNK)
    for offset in (0, CHUNK + 1, 2 * CHUNK, 2**62, -1):
        why = await refused(client.upload(file.name, content[: max(offset, 0) + 5], offset=offset))
        assert (why.code, why.reason) == (grpc.StatusCode.ABORTED, "OFFSET_WRONG")
    assert (await client.get(file.name)).offset == CHUNK


async def test_a_damaged_chunk_is_found_before_more_is_added(house: House) -> None:
    client, content = FileClient(house), pdf(3 * CHUNK)
    file = await client.announce(await submitted(house), content)
    await client.upload(file.name, content, upto=CHUNK)
    await run(house, "update attachments set tags = sha256(tags) where length(tags) = 16")
    # (its first 16 bytes name no object)
    await run(house, "update attachments set tags = substring(tags for 16)")
    why = await refused(client.upload(file.name, content, offset=CHUNK))
    assert (why.code, why.reason) == (grpc.StatusCode.INTERNAL, "ATTACHMENT_DAMAGED")


async def test_a_message_without_data_keeps_no_place(house: House) -> None:
    client, content = FileClient(house), pdf(3 * CHUNK)
    file = await client.announce(await submitted(house), content)
    begun = list(requests(file.name, content[: CHUNK + 5]))
    nothing = api.UploadAttachmentRequest(name=file.name, offset=CHUNK + 5)
    why = await refused(house.files.UploadAttachment(iter([*begun, nothing]), **client.caller))
    assert (why.reason, why.field) == ("FIELD_REQUIRED", "data")
    assert (await client.get(file.name)).offset == CHUNK


async def test_a_silent_upload_gives_its_place_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.submissions.api.uploading.SILENCE", 1.0)
    client, content, gate = FileClient(house), pdf(3 * CHUNK), asyncio.Event()
    file = await client.announce(await submitted(house), content)
    messages = hanging(requests(file.name, content[: CHUNK + 5]), gate)
    why = await refused(house.files.UploadAttachment(messages, **client.caller))
    gate.set()
    assert (why.code, why.reason) == (grpc.StatusCode.DEADLINE_EXCEEDED, "UPLOAD_SILENT")
    assert (await client.get(file.name)).offset == CHUNK
    assert len(objects(house, file.name)) == 1


@pytest.mark.parametrize(
    ("late", "reason"),
    [(b"x" * (CHUNK + 1), "FILE_LONGER"), (b"x" * CHUNK, "FILE_DIFFERS")],
)
async def test_an_upload_that_is_late_takes_nothing_from_a_file_that_is_whole(
    house: House, late: bytes, reason: str
) -> None:
    client, content, gate = FileClient(house), pdf(2 * CHUNK), asyncio.Event()
    file = await client.announce(await submitted(house), content, sha256=digest(content))
    messages = going_on(file.name, content[: CHUNK + 5], gate, late[5:])
    call = house.files.UploadAttachment(messages, **client.caller)
    await until(lambda: is_kept(client, file.name, CHUNK))
    await client.upload(file.name, content, offset=CHUNK)
    await until(lambda: client.is_scanned(file.name))
    gate.set()
    assert (await refused(call)).reason == reason
    assert len(objects(house, file.name)) == 2
    assert (await client.download(file.name))[1] == content


async def is_kept(client: FileClient, name: str, offset: int) -> bool:
    return (await client.get(name)).offset == offset


async def test_an_upload_that_began_before_the_acceptance_does_not_end_after_it(
    house: House,
) -> None:
    client, content, gate = FileClient(house), pdf(2 * CHUNK), asyncio.Event()
    dossier = await submitted(house)
    file = await client.announce(dossier, content)
    messages = going_on(file.name, content[: CHUNK + 5], gate, content[CHUNK + 5 :])
    call = house.files.UploadAttachment(messages, **client.caller)
    await until(lambda: is_kept(client, file.name, CHUNK))
    await house.step("AcceptDossier", dossier)
    gate.set()
    assert (await refused(call)).reason == "ATTACHING_NOT_NOW"
    after = await client.get(file.name)
    assert (after.state, after.offset) == (UPLOADING, CHUNK)


async def test_nobody_uploads_what_somebody_else_announced(house: House) -> None:
    client, content = FileClient(house), pdf(2 * CHUNK)
    officer = FileClient(house, role="officer", subject=OFFICER)
    dossier = await submitted(house)
    for mine, other in ((client, officer), (officer, client)):
        file = await mine.announce(dossier, content)
        await mine.upload(file.name, content, upto=CHUNK)
        for sent in (content, content + b"!"):  # the second one would be given up
            why = await refused(other.upload(file.name, sent, offset=CHUNK))
            assert (why.code, why.reason) == (
                grpc.StatusCode.PERMISSION_DENIED,
                "ATTACHMENT_NOT_YOURS",
            )
        assert (await mine.upload(file.name, content, offset=CHUNK)).state != UPLOADING
