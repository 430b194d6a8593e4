"""Planted names, looked for wherever they could have gone: tables, files, streams, logs, traces.

Promises real files of PostgreSQL and NATS. Must not trust that something was not written: it looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from deploy.embedded.stack import Stack
from motcua.submissions.v1.petitions_pb2 import PETITION_TEXT_KIND_ANSWER
from motcua.submissions.v1.slips_pb2 import GetSlipRequest
from services.chassis import telemetry
from tests.files import paths_below
from tests.submissions.draft_client import DraftClient
from tests.submissions.house import OFFICER, House, refused
from tests.submissions.persons import (
    ERASED,
    SEALED,
    Person,
    erase,
    everything,
    get,
    holding,
    run,
)
from tests.submissions.petition_client import CITIZEN, Petitions
from tests.waiting import until


@pytest.fixture
def traced() -> Iterator[InMemorySpanExporter]:
    """Every call of this process, with all that a span of it says."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    telemetry.trace_to(provider, 1.0)
    yield exporter
    telemetry.stop()


def files_with(directory: Path, needles: list[bytes]) -> list[Path]:
    """The files that hold any of these bytes."""
    found = []
    for path in paths_below(directory):
        with suppress(FileNotFoundError):
            content = path.read_bytes() if path.is_file() else b""
            if any(needle in content for needle in needles):
                found.append(path)
    return found


async def lifetime(house: House, person: Person) -> str:
    """A dossier through its life, with whatever may go wrong on the way, and openings of it."""
    name = str((await house.submit(**person.sealed)).dossier.name)
    await refused(house.submit(**person.sealed, offering="services/birth/offerings/none"))
    long = person.full_name + "\n"
    await refused(house.submit(applicant={"full_name": long}))
    await refused(house.submit(form=person.form[:-1]))
    await drafted(house, person)
    await get(house, name, subject=OFFICER)
    asked = GetSlipRequest(name=name, purpose="print the slip")
    slip = await house.slips.GetSlip(asked, **house.caller("officer", subject=OFFICER))
    assert slip.applicant == person.full_name
    await house.step("AcceptDossier", name)
    await refused(house.step("AcceptDossier", name))
    await house.step("RecordResult", name)
    await run(house, "update sealed_fields set field = 'x' where owner = $1", name)
    await get(house, name, subject=OFFICER)
    await run(house, "update sealed_fields set field = 'submission' where owner = $1", name)
    return name


async def drafted(house: House, person: Person) -> None:
    """Drafts of the same person, and what may go wrong with them."""
    client = DraftClient(house, holder=person.full_name)
    draft = await client.create(**person.sealed)
    await refused(client.save(draft, form=person.form[:-1]))
    draft = await client.save(draft, **person.sealed)
    await client.get(draft.name)
    await client.submit(draft)
    await client.delete(await client.create(**person.sealed))


async def petitioned(house: House, person: Person) -> str:
    """A petition whose every text says who it is about, up to its answer, and readings of them."""
    petitions, said = await Petitions(house).opened(), {"paragraphs": person.values}
    name = str((await petitions.submit(person=person, **said)).petition.name)
    await refused(petitions.submit(person=person, **said, unit="units/none"))
    for method in ("StartPetitionHandling", "RequestPetitionSupplement"):
        await petitions.step(method, name, **(said if "Request" in method else {}))
    await petitions.step("AnswerPetitionSupplement", name, "desk", role="portal", **said)
    await petitions.step("AnswerPetition", name, **said)
    await refused(petitions.step("AnswerPetition", name, **said))
    for kind in (CITIZEN, PETITION_TEXT_KIND_ANSWER):
        assert (await petitions.text(name, kind=kind)).paragraphs == person.values
    return name


async def test_no_planted_value_is_anywhere_but_in_the_answers(
    house: House,
    stack: Stack,
    traced: InMemorySpanExporter,
    capfd: pytest.CaptureFixture[str],
) -> None:
    person = Person()
    values = [*person.values, person.form.decode()]
    name = await lifetime(house, person)
    petition = (await petitioned(house, person)).removeprefix("petitions/").encode()
    needles = [value.encode() for value in values]
    opaque = name.removeprefix("dossiers/").encode()
    for told in (opaque, petition):
        await until(lambda told=told: any("jetstream" in str(each) for each in found(stack, told)))  # type: ignore[misc]
    await checkpoint(stack)
    assert any("base" in str(each) for each in found(stack, opaque))  # it would be found
    assert any("pg_wal" in str(each) for each in found(stack, opaque))
    assert files_with(stack.data_dir, needles) == []
    assert holding(await everything(house), values) == []
    spans = [span.to_json() for span in traced.get_finished_spans()]
    assert all(
        any(each in span for span in spans) for each in ("GetPersonalData", "GetPetitionText")
    )
    logs = "".join(capfd.readouterr())
    assert [
        value for value in values if value in logs or any(value in each for each in spans)
    ] == []


async def checkpoint(stack: Stack) -> None:
    """Write all tables to their files."""
    admin = await asyncpg.connect(stack.postgres_dsn)
    await admin.execute("checkpoint")
    await admin.close()


def found(stack: Stack, needle: bytes) -> list[Path]:
    return files_with(stack.data_dir, [needle])


async def test_after_an_erasure_and_a_vacuum_its_key_and_all_that_was_sealed_are_in_no_table_file(
    house: House, stack: Stack
) -> None:
    person = Person()
    name = await lifetime(house, person)
    [key] = await run(house, "select nonce, wrapped from owner_keys where owner = $1", name)
    [field] = await run(house, "select ciphertext from sealed_fields where owner = $1", name)
    mark = "select fingerprint from sealed_commands where owner = $1"
    [command] = await run(house, mark, name)
    needles = [key["wrapped"], key["nonce"], field["ciphertext"][:200], command["fingerprint"]]
    await checkpoint(stack)
    tables = stack.data_dir / "postgres"
    before = [each for each in files_with(tables, needles) if "base" in each.parts]
    assert len(before) >= 3
    await erase(house, name)

    async def are_gone() -> bool:
        """What a transaction that began before the erasure may still see, a vacuum keeps."""
        for table in ("owner_keys", "sealed_fields", "sealed_commands"):
            await run(house, f"vacuum full {table}")
        await checkpoint(stack)
        return not [each for each in files_with(tables, needles) if "base" in each.parts]

    await until(are_gone)
    values = [value.encode() for value in person.values]
    assert files_with(stack.data_dir, values) == []


COPIED = {
    "owner_keys": "(owner, master, nonce, wrapped)",
    "sealed_fields": "(owner, field, nonce, ciphertext, sealed_at)",
    "sealed_commands": "(command_id, owner, fingerprint)",
}


async def test_a_restored_backup_repeats_the_erasures_by_itself(house: House) -> None:
    """What an older backup brings back: the keys, and how far the log was read then."""
    kept, gone = Person(), Person()
    names = [(await house.submit(**each.sealed)).dossier.name for each in (kept, gone)]
    await until(lambda: read_to_its_end(house))
    point = "select position, event_id from checkpoints where projection = 'submissions'"
    [backup] = await run(house, point)
    rows = {table: await run(house, f"select * from {table}") for table in COPIED}
    await erase(house, names[1])
    await until(lambda: read_to_its_end(house))
    await house.stop()
    connection = await asyncpg.connect(house.database.owner_dsn)
    async with connection.transaction():
        await connection.execute("truncate owner_keys cascade")
        for table, columns in COPIED.items():
            places = ", ".join(f"${n}" for n in range(1, columns.count(",") + 2))
            statement = f"insert into {table} {columns} values ({places})"
            await connection.executemany(statement, [tuple(row) for row in rows[table]])
        moved = (
            "update checkpoints set position = $1, event_id = $2 where projection = 'submissions'"
        )
        await connection.execute(moved, *backup)
    await connection.close()
    assert len(await run(house, "select from owner_keys where owner = any($1::text[])", names)) == 2
    await house.start()
    left = await run(house, "select owner from owner_keys where owner = any($1::text[])", names)
    assert [row["owner"] for row in left] == names[:1]  # before anybody is answered
    states = [(await get(house, name, subject=OFFICER)).state for name in names]
    assert states == [SEALED, ERASED]


async def read_to_its_end(house: House) -> bool:
    query = """select (select position from head) =
      (select position from checkpoints where projection = 'submissions')"""
    [(done,)] = await run(house, query)
    return bool(done)
