"""Files that are not taken: what is wrong is said, and nothing of them is left.

Promises every way in which a name, a size or a content can be wrong.
"""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import grpc
import pytest

from services.chassis.blobs import CHUNK
from services.chassis.database import open_pool
from services.chassis.sealing import Vault
from services.submissions.queries.attachments import Attachments
from tests.submissions.file_client import FileClient, digest, office, pdf
from tests.submissions.house import House, read_error, refused
from tests.submissions.persons import run
from tests.submissions.test_attachments_served import objects, submitted


@pytest.fixture
def portal(house: House) -> FileClient:
    return FileClient(house)


WRONG = {
    "path": ({"file_name": "../../etc/passwd.pdf"}, "FILE_NAME_INVALID", "file_name"),
    "windows path": ({"file_name": "C:\\x.pdf"}, "FILE_NAME_INVALID", "file_name"),
    "stream": ({"file_name": "x.pdf::$DATA"}, "FILE_NAME_INVALID", "file_name"),
    "device": ({"file_name": "NUL.pdf"}, "FILE_NAME_INVALID", "file_name"),
    "dots": ({"file_name": ".."}, "FILE_NAME_INVALID", "file_name"),
    "hidden": ({"file_name": ".x.pdf"}, "FILE_NAME_INVALID", "file_name"),
    "reversed": ({"file_name": "fdp.\u202eexe.pdf"}, "TEXT_HAS_CONTROLS", "file_name"),
    "newline": ({"file_name": "a\nb.pdf"}, "TEXT_HAS_CONTROLS", "file_name"),
    "none": ({"file_name": ""}, "FIELD_REQUIRED", "file_name"),
    "empty": ({"size": 0}, "FILE_EMPTY", "size"),
    "too large": ({"size": 200 * 2**20 + 1}, "FILE_TOO_LARGE", "size"),
    "huge": ({"size": 2**63 - 1}, "FILE_TOO_LARGE", "size"),
    "negative": ({"size": -1}, "FILE_EMPTY", "size"),
    "digest": ({"sha256": b"short"}, "DIGEST_INVALID", "sha256"),
    "dossier": ({"parent": f"dossiers/{uuid.UUID(int=0)}"}, "DOSSIER_UNKNOWN", "parent"),
    "parent": ({"parent": "drafts/1"}, "NAME_MALFORMED", "parent"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_is_wrong_with_an_announcement_is_said_and_leaves_nothing(
    house: House, portal: FileClient, case: str
) -> None:
    dossier, (fields, reason, field) = await submitted(house), WRONG[case]
    before = await run(house, "select count(*) from attachments")
    why = await refused(portal.announce(dossier, pdf(9), **fields))
    assert (why.reason, why.field, why.languages) == (reason, field, {"vi", "en"})
    assert await run(house, "select count(*) from attachments") == before


async def test_all_that_is_wrong_is_said_at_once(house: House, portal: FileClient) -> None:
    wrong: dict[str, Any] = {"file_name": "a/b", "size": 0, "sha256": b"x"}
    why = await refused(portal.announce(await submitted(house), b"", **wrong))
    assert set(why.fields) == {"file_name", "size", "sha256"}


CONTENTS = {
    "program": (b"MZ\x90\x00" + bytes(60), {}, "MEDIA_TYPE_NOT_TAKEN"),
    "page": (b"<html><script>x</script>", {"file_name": "a.txt"}, "MEDIA_TYPE_NOT_TAKEN"),
    "archive": (office("a.txt"), {"file_name": "a.docx"}, "MEDIA_TYPE_NOT_TAKEN"),
    "macros": (office("word/a.xml", "word/vbaProject.bin"), {}, "MEDIA_TYPE_NOT_TAKEN"),
    "name": (pdf(50), {"file_name": "a.exe"}, "FILE_NAME_MISLEADING"),
    "other": (pdf(50), {"sha256": digest(b"other")}, "FILE_DIFFERS"),
    "late": (pdf(CHUNK) + b"x" * 9, {"sha256": digest(b"other")}, "FILE_DIFFERS"),
    "large page": (b"<html>" + b" " * CHUNK, {}, "MEDIA_TYPE_NOT_TAKEN"),
}


@pytest.mark.parametrize("case", CONTENTS)
async def test_wrong_content_is_refused_and_leaves_nothing(
    house: House, portal: FileClient, case: str
) -> None:
    content, fields, reason = CONTENTS[case]
    file = await portal.announce(await submitted(house), content, **fields)
    why = await refused(portal.upload(file.name, content))
    assert (why.code, why.reason) == (grpc.StatusCode.INVALID_ARGUMENT, reason)
    assert (await refused(portal.get(file.name))).reason == "ATTACHMENT_UNKNOWN"
    assert objects(house, file.name) == []


async def test_more_than_was_announced_is_refused_and_leaves_nothing(
    house: House, portal: FileClient
) -> None:
    file = await portal.announce(await submitted(house), pdf(CHUNK + 1))
    why = await refused(portal.upload(file.name, pdf(CHUNK + 2)))
    assert why.reason == "FILE_LONGER"
    assert (await refused(portal.get(file.name))).reason == "ATTACHMENT_UNKNOWN"
    assert objects(house, file.name) == []


LARGEST_DOSSIER = 2 * 2**30  # bytes, unless the operator says otherwise


async def test_the_files_of_a_dossier_have_so_many_bytes_at_most(
    house: House, portal: FileClient
) -> None:
    dossier = await submitted(house)
    first = await portal.announce(dossier, pdf(9))
    enlarge = "update attachments set size = $2 where attachment = $1::uuid"
    await run(house, enlarge, first.name.rpartition("/")[2], LARGEST_DOSSIER - 150)
    sent = [portal.announce(dossier, b"", size=100) for _ in range(5)]
    found = await asyncio.gather(*sent, return_exceptions=True)
    errors = [each for each in found if isinstance(each, grpc.aio.AioRpcError)]
    assert [read_error(each).reason for each in errors] == ["ATTACHMENTS_TOO_LARGE"] * 4
    assert (await portal.announce(dossier, b"", size=50)).size == 50
    why = await refused(portal.announce(dossier, b"", size=1))
    assert (why.code, why.field) == (grpc.StatusCode.FAILED_PRECONDITION, "parent")
    await portal.remove(first.name)
    assert (await portal.announce(dossier, b"", size=100)).size == 100


@pytest.mark.parametrize(
    ("count", "state", "reason"),
    [(99, 1, "ATTACHMENTS_FULL"), (999, 5, "ATTACHMENTS_REMOVED_TOO_MANY")],
)
async def test_a_dossier_has_so_many_files_and_has_had_so_many(
    house: House, portal: FileClient, count: int, state: int, reason: str
) -> None:
    dossier = await submitted(house)
    await portal.announce(dossier, pdf(9))
    others = """insert into attachments (attachment, owner, state, document_code, size,
        nonce, details, command_id, fingerprint, attached_by, officer, unit, result, created_at,
        expires_at)
      select gen_random_uuid(), owner, $2, document_code, size, nonce, details, command_id,
        fingerprint, attached_by, officer, unit, result, created_at, expires_at
      from attachments, generate_series(1, $3) where owner = $1"""
    await run(house, others, dossier, state, count)
    assert (await refused(portal.announce(dossier, pdf(9)))).reason == reason


async def test_what_is_no_dossier_gets_no_key(house: House) -> None:
    pool = await open_pool(house.settings.database_dsn)
    attachments = Attachments(pool, Vault(pool, house.settings.sealing_keys))
    gone, there = f"dossiers/{uuid.uuid4()}", await submitted(house)  # a draft deleted meanwhile
    assert await attachments.make_key(gone) is None
    assert await attachments.make_key(there) is not None
    owners = "select owner from owner_keys where owner = any($1::text[])"
    assert [row["owner"] for row in await run(house, owners, [gone, there])] == [there]
    await pool.close()
