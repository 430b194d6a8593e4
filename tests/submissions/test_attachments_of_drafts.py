"""Files of drafts: nobody's but the portal's, without a fact before the submission, and gone with
the draft.

Promises the whole way: a draft, its files, its submission.
"""

from __future__ import annotations

import asyncio
import uuid

import grpc
import pytest

from services.chassis.blobs import CHUNK
from tests.submissions.draft_client import DraftClient
from tests.submissions.file_client import CLEAN, UPLOADING, FileClient, pdf
from tests.submissions.house import OFFICER, House, read_error, refused
from tests.submissions.persons import erase, run
from tests.submissions.test_attachments_served import facts, objects, told
from tests.waiting import until

HOLDERS, PORTALS = 4 * 2**30, 200 * 2**30  # bytes, unless the operator says otherwise


def files_of(drafts: DraftClient, holder: str | None = None) -> FileClient:
    chosen = drafts.holder if holder is None else holder
    return FileClient(drafts.house, subject=drafts.portal, holder=chosen)


@pytest.mark.parametrize("holder", ["", "session-7"])
async def test_a_drafts_files_are_its_dossiers_and_their_facts_follow_the_submission(
    house: House, holder: str
) -> None:
    drafts = DraftClient(house, holder=holder)
    draft = await drafts.create(form=b"{}")
    portal, content = files_of(drafts), pdf(CHUNK + 7)
    file = await portal.attached(draft.dossier, content, document_code="CT01")
    half = await portal.announce(draft.dossier, content)
    await portal.upload(half.name, content, upto=CHUNK + 1)
    assert [each.state for each in await portal.list(draft.dossier)] == [CLEAN, UPLOADING]
    assert (await portal.download(file.name))[1] == content
    assert await facts(house, file.name) == []
    done = (await drafts.submit(await drafts.get(draft.name))).dossier
    assert done.name == draft.dossier
    await until(lambda: told(house, file.name, 2))
    uploaded, scanned = await facts(house, file.name)
    assert (uploaded.dossier, uploaded.document_code) == (done.name, "CT01")
    assert (uploaded.size, scanned.attachment) == (len(content), file.name)
    when = """select min(occurred_at) as file,
      (select occurred_at from events where stream = $2 and version = 1) as dossier
      from events where stream = $1"""
    stream = "attachments/" + file.name.rpartition("/")[2]
    [row] = await run(house, when, stream, done.name)
    assert row["file"] >= row["dossier"]  # before that there was nothing to tell of
    officer = FileClient(house, role="officer", subject=OFFICER)
    assert (await officer.download(file.name))[1] == content
    whole = await portal.upload(half.name, content, offset=CHUNK)  # goes on, as a dossier's
    assert whole.offset == len(content)
    await until(lambda: told(house, half.name, 2))


async def test_files_of_a_draft_are_nobody_elses(house: House) -> None:
    drafts = DraftClient(house, holder="session-7")
    draft = await drafts.create()
    file = await files_of(drafts).attached(draft.dossier, pdf(9))
    others = [
        files_of(drafts, holder="session-8"),
        files_of(drafts, holder=""),
        FileClient(house, subject="another-portal", holder="session-7"),
        FileClient(house, subject=drafts.portal, holder="session-7", unit="units/other"),
        FileClient(house, role="officer", subject=OFFICER, holder="session-7"),
        FileClient(house, role="officer", subject=drafts.portal, holder="session-7"),
    ]
    for each in others:
        for call in (each.get, each.download, each.remove):
            assert (await refused(call(file.name))).reason == "ATTACHMENT_UNKNOWN"
        assert (await refused(each.upload(file.name, pdf(9)))).reason == "ATTACHMENT_UNKNOWN"
        assert (await refused(each.list(draft.dossier))).reason == "DOSSIER_UNKNOWN"
        assert (await refused(each.announce(draft.dossier, pdf(9)))).reason == "DOSSIER_UNKNOWN"
    assert (await files_of(drafts).get(file.name)).state == CLEAN


async def test_with_a_draft_its_files_go(house: House) -> None:
    drafts = DraftClient(house)
    draft = await drafts.create()
    portal = files_of(drafts)
    file = await portal.attached(draft.dossier, pdf(CHUNK + 7))
    await drafts.delete(draft)
    assert (await refused(portal.get(file.name))).reason == "ATTACHMENT_UNKNOWN"
    await until(lambda: objects(house, file.name) == [])
    assert await facts(house, file.name) == []
    assert (await refused(portal.announce(draft.dossier, pdf(9)))).reason == "DOSSIER_UNKNOWN"


async def test_a_draft_with_files_and_nothing_else_sealed_keeps_its_key(house: House) -> None:
    drafts = DraftClient(house)
    draft = await drafts.create()
    portal = files_of(drafts)
    file = await portal.attached(draft.dossier, pdf(9))
    removed = await portal.attached(draft.dossier, pdf(10))
    await portal.remove(removed.name)
    done = (await drafts.submit(await drafts.get(draft.name))).dossier
    assert (await portal.download(file.name))[1] == pdf(9)
    await until(lambda: told(house, file.name, 2))
    assert await facts(house, removed.name) == []  # it never was
    await erase(house, done.name)
    assert (await refused(portal.get(file.name))).reason == "ATTACHMENT_UNKNOWN"


@pytest.mark.parametrize(
    ("holders", "most", "reason"),
    [
        (["an", "an"], HOLDERS, "HOLDER_FILES_TOO_LARGE"),
        (["", ""], PORTALS, "PORTAL_FILES_TOO_LARGE"),
        (["an", "binh"], PORTALS, "PORTAL_FILES_TOO_LARGE"),
    ],
)
async def test_what_is_not_submitted_has_so_many_bytes_at_most(
    house: House, holders: list[str], most: int, reason: str
) -> None:
    """Of several announcements at once, of different drafts, each counts those before."""
    portal = f"portal-{uuid.uuid4()}"
    drafts = [DraftClient(house, portal=portal, holder=holder) for holder in holders]
    made = [await each.create(form=b"{}") for each in drafts]
    files = [files_of(each) for each in drafts]
    third = DraftClient(house, portal=portal, holder="an" if most == HOLDERS else "")
    large = await files_of(third).announce((await third.create()).dossier, pdf(9))
    enlarge = "update attachments set size = $2 where attachment = $1::uuid"
    await run(house, enlarge, large.name.rpartition("/")[2], most - 150)
    sent = [
        client.announce(draft.dossier, b"", size=100)
        for client, draft in zip(files * 2, made * 2, strict=True)
    ]
    found = await asyncio.gather(*sent, return_exceptions=True)
    errors = [read_error(each) for each in found if isinstance(each, grpc.aio.AioRpcError)]
    assert [(each.reason, each.field) for each in errors] == [(reason, "parent")] * 3
    # What is submitted counts no more; another portal's never did.
    draft, alone = drafts[1], made[1]
    submitted = (await draft.submit(await draft.get(alone.name))).dossier
    assert (await FileClient(house, subject=portal).announce(submitted.name, b"", size=100)).size
    another = DraftClient(house, holder=holders[0])
    assert (await files_of(another).announce((await another.create()).dossier, b"", size=100)).size
