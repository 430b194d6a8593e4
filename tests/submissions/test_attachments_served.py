"""Files as callers meet them: announced, uploaded, scanned, handed out, removed; and who may what.

Promises real files in a store of the test's stack.
"""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import grpc
import pytest

from motcua.submissions.v1 import attachment_events_pb2 as events
from services.chassis.blobs import CHUNK
from services.submissions.domain.registry import REGISTRY
from tests.submissions.file_client import (
    CLEAN,
    QUARANTINED,
    REMOVED,
    UPLOADING,
    FileClient,
    digest,
    pdf,
)
from tests.submissions.house import OFFICER, House, refused
from tests.submissions.persons import Person, erase, readings, run
from tests.waiting import until


@pytest.fixture
def portal(house: House) -> FileClient:
    return FileClient(house)


@pytest.fixture
def officer(house: House) -> FileClient:
    return FileClient(house, role="officer", subject=OFFICER)


async def submitted(house: House, **fields: Any) -> str:
    return str((await house.submit(**fields)).dossier.name)


async def facts(house: House, name: str) -> list[Any]:
    """What the log tells of a file."""
    stream = "attachments/" + name.rpartition("/")[2]
    wanted = "select type, payload from events where stream = $1 order by version"
    rows = await run(house, wanted, stream)
    return [REGISTRY[row["type"]].FromString(row["payload"]) for row in rows]


def objects(house: House, name: str) -> list[str]:
    """The objects of a file."""
    root = Path(house.settings.blobs.removeprefix("file://"))
    return [str(each) for each in (root / name.rpartition("/")[2]).glob("*")]


async def test_a_file_is_announced_uploaded_scanned_and_handed_out(
    house: House, portal: FileClient, officer: FileClient
) -> None:
    dossier, content = await submitted(house, **Person().sealed), pdf(CHUNK + 5)
    announced = await portal.announce(
        dossier, content, file_name="đơn của tôi.pdf", sha256=digest(content)
    )
    assert (announced.state, announced.offset, announced.size) == (UPLOADING, 0, CHUNK + 5)
    whole = await portal.upload(announced.name, content)
    assert whole.state in {QUARANTINED, CLEAN}
    assert whole.offset == CHUNK + 5
    await until(lambda: portal.is_scanned(whole.name))
    assert [each.state for each in await officer.list(dossier)] == [CLEAN]
    for client in (portal, officer):
        file, found = await client.download(whole.name)
        assert found == content
        assert (file.file_name, file.sha256) == ("đơn của tôi.pdf", digest(content))
        assert (file.media_type, file.size) == ("application/pdf", len(content))


async def test_a_dossier_for_which_nothing_is_sealed_takes_files_too(
    house: House, portal: FileClient
) -> None:
    dossier = await submitted(house)
    file = await portal.attached(dossier, pdf(10))
    assert (await portal.download(file.name))[1] == pdf(10)


@pytest.mark.parametrize(
    ("offset", "length"),
    [
        (0, 1),
        (CHUNK - 1, 2),
        (CHUNK, 0),
        (CHUNK + 4, 1),
        (CHUNK + 5, 0),
        (3, CHUNK),
        (0, CHUNK + 5),
    ],
)
async def test_a_range_is_handed_out(
    house: House, portal: FileClient, offset: int, length: int
) -> None:
    content = pdf(CHUNK + 5)
    file = await portal.attached(await submitted(house), content)
    _, found = await portal.download(file.name, offset=offset, length=length)
    assert found == content[offset : offset + length if length else None]


async def test_its_facts_name_document_type_and_size_and_follow_once(
    house: House, officer: FileClient
) -> None:
    dossier = await submitted(house)
    file = await officer.attached(dossier, pdf(77), document_code="CT01")
    await until(lambda: told(house, file.name, 2))
    await officer.remove(file.name)
    await until(lambda: told(house, file.name, 3))
    uploaded, scanned, removed = await facts(house, file.name)
    assert (uploaded.attachment, uploaded.dossier) == (file.name, dossier)
    assert (uploaded.document_code, uploaded.media_type) == ("CT01", "application/pdf")
    assert (uploaded.size, uploaded.officer, uploaded.unit) == (77, OFFICER, "units/ward")
    assert scanned.outcome == events.SCAN_OUTCOME_NOT_SCANNED
    assert (removed.reason_code, removed.officer) == ("wrong-file", OFFICER)


async def told(house: House, name: str, count: int) -> bool:
    return len(await facts(house, name)) == count


async def test_a_repeat_is_answered_as_the_first_time_and_other_content_is_refused(
    house: House, portal: FileClient
) -> None:
    dossier, request = await submitted(house), str(uuid.uuid4())
    sent: dict[str, Any] = {"file_name": "a.pdf", "request_id": request}
    first = await portal.announce(dossier, pdf(9), **sent)
    assert await portal.announce(dossier, pdf(9), **sent) == first
    for other in ({"file_name": "b.pdf"}, {"size": 8}, {"sha256": digest(b"")}):
        why = await refused(portal.announce(dossier, pdf(9), **(sent | other)))
        assert why.reason == "REQUEST_ID_REUSED"
    removal = str(uuid.uuid4())
    gone = await portal.remove(first.name, request_id=removal)
    assert gone.state == REMOVED
    assert await portal.remove(first.name, request_id=removal) == gone
    why = await refused(portal.remove(first.name, request_id=removal, reason_code="other"))
    assert why.reason == "REQUEST_ID_REUSED"
    assert (await refused(portal.remove(first.name))).reason == "ATTACHMENT_UNKNOWN"


async def test_two_uploads_of_one_file_do_not_spoil_each_other(
    house: House, portal: FileClient
) -> None:
    content = pdf(2 * CHUNK + 3)
    file = await portal.announce(await submitted(house), content, sha256=digest(content))
    ended = await asyncio.gather(
        *(portal.upload(file.name, content) for _ in range(3)), return_exceptions=True
    )
    after = await portal.get(file.name)
    if after.state == UPLOADING:  # each was overtaken by another
        await portal.upload(file.name, content, offset=after.offset)
    assert all(getattr(each, "state", CLEAN) != UPLOADING for each in ended)
    await until(lambda: portal.is_scanned(file.name))
    assert (await portal.download(file.name))[1] == content


async def test_a_removed_file_leaves_no_object(house: House, portal: FileClient) -> None:
    dossier = await submitted(house)
    file = await portal.attached(dossier, pdf(CHUNK + 9))
    assert len(objects(house, file.name)) == 2
    await portal.remove(file.name)
    await until(lambda: nothing_is_left(house, file.name))
    assert await portal.list(dossier) == []
    assert (await refused(portal.download(file.name))).reason == "ATTACHMENT_NOT_CLEAN"


async def nothing_is_left(house: House, name: str) -> bool:
    return not objects(house, name)


async def test_an_erasure_takes_the_files_with_it(house: House, officer: FileClient) -> None:
    dossier = await submitted(house, **Person().sealed)
    file = await officer.attached(dossier, pdf(CHUNK + 9))
    half = await officer.announce(dossier, pdf(2 * CHUNK))
    await officer.upload(half.name, pdf(2 * CHUNK), upto=CHUNK + 1)
    await erase(house, dossier)
    for each in (file, half):
        assert (await refused(officer.get(each.name))).reason == "ATTACHMENT_UNKNOWN"
        await until(lambda name=each.name: nothing_is_left(house, name))
    assert (await refused(officer.announce(dossier, pdf(9)))).reason == "DOSSIER_ERASED"


async def test_a_reading_is_recorded_with_its_purpose(house: House, officer: FileClient) -> None:
    dossier = await submitted(house)
    file = await officer.attached(dossier, pdf(9))
    await officer.download(file.name, purpose="khiếu nại 7")
    assert (await refused(officer.download(file.name, purpose=" "))).reason == "PURPOSE_MISSING"
    [reading] = await readings(house, dossier=dossier)
    assert (reading.reader, reading.unit, reading.purpose) == (OFFICER, "units/ward", "khiếu nại 7")
    assert (reading.dossier, reading.attachment) == (dossier, file.name)


async def test_others_files_are_nobodys_business(house: House, portal: FileClient) -> None:
    dossier = await submitted(house)
    file = await portal.attached(dossier, pdf(9))
    strangers = [
        FileClient(house, subject="other-portal"),
        FileClient(house, role="officer", unit="units/other", subject=OFFICER),
    ]
    for each in strangers:
        for call in (each.get, each.download, each.remove):
            assert (await refused(call(file.name))).reason == "ATTACHMENT_UNKNOWN"
        assert (await refused(each.upload(file.name, pdf(9)))).reason == "ATTACHMENT_UNKNOWN"
        assert (await refused(each.list(dossier))).reason == "DOSSIER_UNKNOWN"
        assert (await refused(each.announce(dossier, pdf(9)))).reason == "DOSSIER_UNKNOWN"
    above = FileClient(house, role="inspector", subject="i.test")
    assert (await above.get(file.name)).state == CLEAN
    assert (await refused(above.download(file.name))).reason == "NOT_PERMITTED"


async def test_a_citizen_hands_in_only_while_something_may_be_handed_in(
    house: House, portal: FileClient, officer: FileClient
) -> None:
    dossier = await submitted(house)
    mine = await portal.attached(dossier, pdf(9))
    theirs = await officer.attached(dossier, pdf(9))
    assert (await refused(portal.remove(theirs.name))).reason == "ATTACHMENT_NOT_YOURS"
    await house.step("AcceptDossier", dossier)
    for call in (portal.announce(dossier, pdf(9)), portal.remove(mine.name)):
        why = await refused(call)
        assert (why.code, why.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "ATTACHING_NOT_NOW")
    await house.step("RequestSupplement", dossier, reason_code="incomplete")
    supplement = await portal.attached(dossier, pdf(10))
    assert [each.name for each in await portal.list(dossier)] == [
        mine.name, theirs.name, supplement.name
    ]  # fmt: skip
    assert (await officer.remove(mine.name)).state == REMOVED
