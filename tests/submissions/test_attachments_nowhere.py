"""What is in files, how they are called, their digests: looked for wherever they could have gone.

Promises real files of PostgreSQL, NATS and the object store. Must not trust that something was not
written: it looks.
"""

from __future__ import annotations

import uuid
from functools import partial

import pytest
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from deploy.embedded.stack import Stack
from tests.files import paths_below
from tests.submissions.draft_client import DraftClient
from tests.submissions.file_client import FileClient, digest
from tests.submissions.house import OFFICER, House, refused
from tests.submissions.persons import Person, erase, everything, holding
from tests.submissions.test_attachments_served import objects, submitted, told
from tests.submissions.test_dossiers_served import count_statements
from tests.submissions.test_personal_data_nowhere import checkpoint, files_with, traced
from tests.waiting import until

__all__ = ["traced"]  # a fixture


async def test_no_name_digest_or_content_of_a_file_is_anywhere_but_in_the_answers(
    house: House,
    stack: Stack,
    traced: InMemorySpanExporter,
    capfd: pytest.CaptureFixture[str],
) -> None:
    word = uuid.uuid4().hex
    content = f"Kính gửi {word}\n".encode() * 100
    names = [f"đơn của {word}.txt", f"../{word}.txt", f"{word}.exe"]
    client = FileClient(house, role="officer", subject=OFFICER)
    dossier = await submitted(house, **Person().sealed)
    given = digest(content)
    file = await client.attached(dossier, content, file_name=names[0], sha256=given)
    details, found = await client.download(file.name)
    assert (details.file_name, details.sha256, found) == (names[0], given, content)
    await refused(client.announce(dossier, content, file_name=names[1]))
    misnamed = await client.announce(dossier, content, file_name=names[2])
    await refused(client.upload(misnamed.name, content))
    await refused(client.announce(dossier, content, file_name=names[0], sha256=given[:-1]))
    await until(lambda: told(house, file.name, 2))
    await checkpoint(stack)
    values = [word, given.hex()]
    needles = [each.encode() for each in values] + [given]
    opaque = file.name.rpartition("/")[2]
    places = "".join(map(str, files_with(stack.data_dir, [opaque.encode()])))
    assert "jetstream" in places  # it would be found
    assert "base" in places
    assert objects(house, file.name) != []
    assert files_with(stack.data_dir, needles) == []
    assert not any(word in str(path) for path in paths_below(stack.data_dir))
    tables = await everything(house)
    assert holding(tables, values) == []
    assert not any(given in str(row).encode() or given in row.values()
                   for rows in tables.values() for row in rows)  # fmt: skip
    spans = "".join(span.to_json() for span in traced.get_finished_spans())
    assert "DownloadAttachment" in spans
    logs = "".join(capfd.readouterr())
    assert [each for each in values if each in logs or each in spans] == []


async def test_after_an_erasure_nothing_of_a_file_is_left(house: House, stack: Stack) -> None:
    client = FileClient(house)
    dossier = await submitted(house, **Person().sealed)
    file = await client.attached(dossier, b"%PDF-1.7 " + uuid.uuid4().bytes * 10)
    await until(lambda: told(house, file.name, 2))
    await erase(house, dossier)
    await until(lambda: objects(house, file.name) == [])
    rows = (await everything(house))["attachments"]
    assert [row for row in rows if row["owner"] == dossier] == []
    assert await told(house, file.name, 2)  # its facts stay, and name nothing


async def test_no_command_about_a_file_needs_more_than_five_statements(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, drafts = FileClient(house, role="officer", subject=OFFICER), DraftClient(house)
    portal = FileClient(house, subject=drafts.portal)
    places = [
        (officer, await submitted(house)),  # which has no key yet
        (officer, await submitted(house, **Person().sealed)),
        (portal, (await drafts.create()).dossier),
    ]
    counted = count_statements(monkeypatch)
    for client, dossier in places:
        sent = {"file_name": "a.pdf", "document_code": "CT01", "request_id": str(uuid.uuid4())}
        for _ in range(2):
            file = await client.announce(dossier, b"%PDF-1.7", **sent)
        await client.upload(file.name, b"%PDF-1.7")
        await until(partial(client.is_scanned, file.name))  # what changes meanwhile is read again
        await client.get(file.name)
        await client.list(dossier)
        again = str(uuid.uuid4())
        for _ in range(2):
            await client.remove(file.name, request_id=again)
    assert len(counted) >= 10
    assert max(counted.values()) <= 5, counted  # there is no append among them
