"""Scans by a real program, and what is removed because it belongs to nothing.

Promises a program that reads its input and ends as a scanner does.
"""

from __future__ import annotations

import dataclasses
import sys
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from services.chassis.blobs import CHUNK, Blobs
from services.chassis.database import open_pool
from services.chassis.sealing import Vault
from services.submissions.api import sweeping
from services.submissions.api.scanning import Scanner
from services.submissions.queries.attachments import Attachments
from tests.submissions.file_client import INFECTED, QUARANTINED, FileClient, pdf
from tests.submissions.house import House, refused
from tests.submissions.persons import run
from tests.submissions.test_attachments_served import facts, objects, submitted, told
from tests.waiting import until

# 0 clean, 1 infected, 2 "I do not know"; ends early at a word, and says what it was given.
PROGRAM = """
import os, sys
content = sys.stdin.buffer.read()
if b"HANG" in content:
    import time; time.sleep(600)
with open(sys.argv[1], "a") as told:
    told.write(f"{len(content)} {sorted(os.environ)}\\n")
sys.exit(1 if b"EICAR" in content else 2 if b"NO ANSWER" in content else 0)
"""


@dataclasses.dataclass
class Place:
    """The parts of the service that scan and sweep, over the database and store of a house."""

    context: Any
    command: str
    told: Path

    async def scan(self, *, seconds: float = 30, command: str | None = None) -> bool:
        """The file whose turn it is."""
        chosen = self.command if command is None else command
        return await Scanner(self.context, chosen, seconds).scan_next()


@pytest.fixture(scope="module")
async def quiet(house: House) -> AsyncIterator[House]:
    """The service, which decides on no file by itself."""
    before = house.settings
    await house.stop()
    house.settings = dataclasses.replace(before, scan_command="")
    yield await house.start()
    await house.stop()
    house.settings = before
    await house.start()


@pytest.fixture
async def place(quiet: House, tmp_path: Path) -> AsyncIterator[Place]:
    (tmp_path / "scan.py").write_text(PROGRAM)
    pool = await open_pool(quiet.settings.database_dsn)
    vault = Vault(pool, quiet.settings.sealing_keys)
    context = Clocked(Attachments(pool, vault), Blobs(quiet.settings.blobs))
    command = f"{sys.executable} '{tmp_path / 'scan.py'}' '{tmp_path / 'told'}'"
    await run(quiet, "delete from attachments")
    yield Place(context, command, tmp_path / "told")
    await pool.close()


class Clocked:
    """What scanning and sweeping take of a context, with a clock that the test sets."""

    def __init__(self, attachments: Attachments, blobs: Blobs) -> None:
        self.attachments, self.blobs = attachments, blobs
        self.later = timedelta(0)

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.later


@pytest.mark.parametrize(
    ("word", "state"), [(b"fine", "CLEAN"), (b"EICAR", "INFECTED"), (b"NO ANSWER", "QUARANTINED")]
)
async def test_a_program_decides_by_its_exit_code(
    quiet: House, place: Place, word: bytes, state: str
) -> None:
    client, content = FileClient(quiet), pdf(CHUNK + 9) + word
    file = await client.attach(await submitted(quiet), content)
    assert file.state == QUARANTINED
    assert (await refused(client.download(file.name))).reason == "ATTACHMENT_NOT_CLEAN"
    assert await place.scan()
    after = await client.get(file.name)
    assert type(after).State.Name(after.state) == f"STATE_{state}"
    assert place.told.read_text() == f"{len(content)} ['LC_CTYPE', 'PATH']\n"  # no key of ours
    if state == "CLEAN":
        assert (await client.download(file.name))[1] == content
    else:
        assert (await refused(client.download(file.name))).reason == "ATTACHMENT_NOT_CLEAN"


async def test_without_a_program_a_file_stays_quarantined(quiet: House, place: Place) -> None:
    client = FileClient(quiet)
    file = await client.attach(await submitted(quiet), pdf(9))
    await until(lambda: told(quiet, file.name, 1))  # its upload is told all the same
    assert (await client.get(file.name)).state == QUARANTINED
    assert await place.scan(command="none")
    await until(lambda: told(quiet, file.name, 2))
    _, scanned = await facts(quiet, file.name)
    assert scanned.outcome == 3


async def test_an_infected_file_is_told_of_and_never_handed_out(quiet: House, place: Place) -> None:
    client = FileClient(quiet)
    file = await client.attach(await submitted(quiet), pdf(9) + b"EICAR")
    await place.scan()
    await until(lambda: told(quiet, file.name, 2))
    assert (await client.get(file.name)).state == INFECTED
    assert (await facts(quiet, file.name))[1].outcome == 2
    assert not await place.scan()


@pytest.mark.parametrize("word", [b"NO ANSWER", b"HANG"])
async def test_a_scan_that_comes_to_nothing_is_tried_again_later(
    quiet: House, place: Place, word: bytes
) -> None:
    client = FileClient(quiet)
    file = await client.attach(await submitted(quiet), pdf(9) + word)
    assert await place.scan(seconds=5 if word == b"NO ANSWER" else 0.3)
    assert not await place.scan()
    place.context.later = timedelta(minutes=2)
    assert await place.scan(command="none")
    assert (await client.get(file.name)).state != QUARANTINED


@pytest.mark.parametrize("command", ["/no/such/program", "sh -c 'exit 3'", "sh -c 'kill -9 $$'"])
async def test_a_program_that_is_not_there_decides_nothing(
    quiet: House, place: Place, command: str
) -> None:
    client = FileClient(quiet)
    file = await client.attach(await submitted(quiet), pdf(CHUNK + 9))
    await place.scan(command=command)
    assert (await client.get(file.name)).state == QUARANTINED


async def test_a_scanner_that_has_seen_enough_may_end(quiet: House, place: Place) -> None:
    client = FileClient(quiet)
    file = await client.attach(await submitted(quiet), pdf(2 * CHUNK + 9))
    assert await place.scan(command="head -c 10")
    assert (await client.get(file.name)).state != QUARANTINED


async def test_a_file_whose_content_was_changed_is_not_scanned(quiet: House, place: Place) -> None:
    client = FileClient(quiet)
    file = await client.attach(await submitted(quiet), pdf(9))
    [path] = map(Path, objects(quiet, file.name))
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    assert await place.scan()
    assert (await client.get(file.name)).state == QUARANTINED
    assert not place.told.exists()


async def test_an_upload_that_nobody_goes_on_with_is_swept(quiet: House, place: Place) -> None:
    client = FileClient(quiet)
    dossier = await submitted(quiet)
    begun = await client.announce(dossier, pdf(2 * CHUNK))
    await client.upload(begun.name, pdf(2 * CHUNK), upto=CHUNK + 9)
    whole = await client.attach(dossier, pdf(9))
    place.context.later = timedelta(hours=23)
    await sweeping.sweep(place.context)
    assert (await client.get(begun.name)).offset == CHUNK
    place.context.later = timedelta(hours=25)
    await sweeping.sweep(place.context)
    assert (await refused(client.get(begun.name))).reason == "ATTACHMENT_UNKNOWN"
    assert objects(quiet, begun.name) == []
    assert len(objects(quiet, whole.name)) == 1


async def test_objects_that_no_file_has_are_swept_once_they_are_old(
    quiet: House, place: Place
) -> None:
    client = FileClient(quiet)
    file = await client.attach(await submitted(quiet), pdf(CHUNK + 9))
    other = await client.attach(await submitted(quiet), pdf(9))
    root = Path(quiet.settings.blobs.removeprefix("file://"))
    own = sorted(map(Path, objects(quiet, file.name)))
    tag = "00" * 16
    orphans = [own[0].with_name(f"00000-{tag}"), own[0].with_name(f"00002-{tag}")]
    gone = root / other.name.rpartition("/")[2].replace("8", "9") / f"00000-{tag}"
    gone.parent.mkdir()
    foreign = root / "readme"
    for each in (*orphans, gone, foreign):
        each.write_bytes(b"x")
    await sweeping.sweep_through(place.context, before=datetime.now(UTC) - timedelta(hours=1))
    assert all(each.exists() for each in (*orphans, gone))
    await sweeping.sweep_through(place.context, before=datetime.now(UTC) + timedelta(hours=1))
    assert not any(each.exists() for each in (*orphans, gone))
    assert sorted(map(Path, objects(quiet, file.name))) == own
    assert len(objects(quiet, other.name)) == 1
    assert foreign.exists()


async def test_a_file_announced_again_keeps_its_objects(quiet: House, place: Place) -> None:
    client, request = FileClient(quiet), str(uuid.uuid4())
    dossier, content = await submitted(quiet), pdf(CHUNK + 9)
    sent: dict[str, Any] = {"file_name": "a.pdf", "request_id": request}
    file = await client.attach(dossier, content, **sent)
    await run(quiet, "delete from attachments")  # which is noted
    assert (await client.attach(dossier, content, **sent)).name == file.name
    again = "insert into discarded_files select attachment from attachments on conflict do nothing"
    await run(quiet, again)
    await sweeping.sweep(place.context)
    assert await run(quiet, "select from discarded_files") == []
    assert await place.scan()
    assert (await client.download(file.name))[1] == content
