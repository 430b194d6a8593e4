"""Names of officers through the whole service: sealed, nowhere else, erased, noticed when moved.

Promises that nothing that is stored or told holds a name. Must not test a cipher again.
"""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path

import asyncpg
import pytest

from tests.catalog.client import fresh, refusal
from tests.catalog.conftest import Running
from tests.catalog.officer_client import (
    ERASED,
    NOT_SEALED,
    SEALED,
    OfficerClient,
    everything,
    holds,
    run,
)
from tests.files import paths_below
from tests.waiting import until


@pytest.fixture
def editor(catalog: Running) -> OfficerClient:
    return OfficerClient(catalog)


@pytest.fixture
def inspector(catalog: Running) -> OfficerClient:
    return OfficerClient(catalog, "inspector")


async def test_a_name_is_read_as_it_was_sealed_and_by_nobody_who_sealed_it(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    ward = (await editor.client.unit()).name
    answer = await editor.seal(ward, officer := fresh("cb"), "Nguyễn Văn An")
    assert (answer.officer, answer.unit, answer.state) == (officer, ward, SEALED)
    assert answer.full_name == ""
    [found] = await inspector.read(ward, officer)
    assert (found.full_name, found.state, found.sealed_time) == (
        "Nguyễn Văn An",
        SEALED,
        answer.sealed_time,
    )
    assert await refusal(editor.read(ward, officer)) == "PERMISSION_DENIED NOT_PERMITTED"
    await catalog.restart()
    assert await OfficerClient(catalog, "operator").read(ward, officer) == [found]


async def test_a_name_sealed_anew_takes_the_place_of_the_old_one(
    editor: OfficerClient, inspector: OfficerClient
) -> None:
    ward, other = (await editor.client.unit()).name, (await editor.client.unit()).name
    officer, _ = await editor.sealed(ward)
    await editor.seal(other, officer, "Ở đơn vị khác")
    await editor.seal(ward, officer, "Đã đính chính")
    [here] = await inspector.read(ward, officer)
    [there] = await inspector.read(other, officer)
    assert (here.full_name, there.full_name) == ("Đã đính chính", "Ở đơn vị khác")


async def test_no_table_holds_a_name(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    ward = (await editor.client.unit()).name
    officer, full_name = await editor.sealed(ward)
    await editor.appoint(ward, officer)
    await inspector.read(ward, officer)
    tables = await everything(catalog.database.owner_dsn)
    assert holds(tables["events"], officer)
    assert holds(tables["sealed_fields"], officer)
    assert [name for name, rows in tables.items() if holds(rows, full_name)] == []


async def test_no_file_of_database_stream_or_logs_holds_a_name(
    catalog: Running,
    editor: OfficerClient,
    inspector: OfficerClient,
    capfd: pytest.CaptureFixture[str],
) -> None:
    ward = (await editor.client.unit()).name
    officer, full_name = await editor.sealed(ward)
    await editor.appoint(ward, officer)
    await inspector.read(ward, officer)
    await refusal(editor.seal("units/nowhere", officer, full_name))
    await refusal(editor.seal(ward, officer, full_name + "\n"))
    await until(lambda: count(catalog.stack.data_dir, officer) > 1)  # the stream has told, too
    assert count(catalog.stack.data_dir, full_name) == 0
    assert full_name not in "".join(capfd.readouterr())


def owner(unit: str, officer: str) -> str:
    """Whose key seals the name of an officer at a unit."""
    return f"{unit}/officers/{officer}"


def count(directory: Path, text: str) -> int:
    """How many files hold a text."""
    needle, found = text.encode(), 0
    for path in paths_below(directory):
        try:
            found += path.is_file() and needle in path.read_bytes()
        except FileNotFoundError:
            continue  # servers remove files at any time
    return found


async def test_an_erased_name_is_gone_and_duties_stay(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    ward, other = (await editor.client.unit()).name, (await editor.client.unit()).name
    officer, _ = await editor.sealed(ward)
    await editor.seal(other, officer, "Cùng một người")
    colleague, name_of_colleague = await editor.sealed(ward)
    appointed = await editor.appoint(ward, officer)
    erased = await editor.erase(ward, officer)
    assert (erased.state, erased.full_name) == (ERASED, "")
    found = await inspector.read(ward, officer, colleague, fresh("cb"))
    assert [each.state for each in found] == [ERASED, SEALED, NOT_SEALED]
    assert [each.full_name for each in found] == ["", name_of_colleague, ""]
    assert found[0].erased_time == erased.erased_time
    assert [each.full_name for each in await inspector.read(other, officer)] == ["Cùng một người"]
    keys = "select from owner_keys where owner = $1"
    assert await run(catalog.database.owner_dsn, keys, owner(ward, officer)) == []
    unit = await editor.client.get(ward)
    assert list(unit.appointments) == list(appointed.appointments)
    assert [each.officer for each in unit.appointments] == [officer]


async def test_an_erased_name_is_never_sealed_again_at_its_unit(editor: OfficerClient) -> None:
    ward, other = (await editor.client.unit()).name, (await editor.client.unit()).name
    officer, full_name = await editor.sealed(ward)
    await editor.erase(ward, officer)
    for again in (editor.seal(ward, officer, full_name), editor.erase(ward, officer)):
        assert await refusal(again) == "FAILED_PRECONDITION OFFICER_ERASED officer"
    assert (await editor.seal(other, officer, full_name)).state == SEALED


async def test_sealing_and_erasing_at_once_leave_no_name(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    ward = (await editor.client.unit()).name
    officer, _ = await editor.sealed(ward)
    sealings = [editor.seal(ward, officer, f"Tên {n}") for n in range(5)]
    await asyncio.gather(*sealings, editor.erase(ward, officer), return_exceptions=True)
    [found] = await inspector.read(ward, officer)
    assert (found.state, found.full_name) == (ERASED, "")


async def test_an_editor_has_no_hand_in_names_of_another_unit(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    """Ward A seals and erases whom it likes: the officer of ward B is B's to seal and to erase."""
    ward, other = (await editor.client.unit()).name, (await editor.client.unit()).name
    officer = fresh("cb")
    of_a = OfficerClient(catalog, "editor", ward)
    of_b = OfficerClient(catalog, "editor", other)
    await of_a.seal(ward, officer, "Người khác")
    await of_a.erase(ward, officer)
    await of_b.seal(other, officer, "Lê Văn Bê")
    for denied in (of_a.seal(other, officer, "x"), of_a.erase(other, officer)):
        assert await refusal(denied) == "PERMISSION_DENIED NOT_PERMITTED"
    assert [each.full_name for each in await inspector.read(other, officer)] == ["Lê Văn Bê"]
    late = fresh("cb")
    await of_b.seal(other, late, "Trần Thị Xê")
    await of_a.seal(ward, late, "Ai đó")
    assert (await of_b.erase(other, late)).state == ERASED
    assert [each.full_name for each in await inspector.read(ward, late)] == ["Ai đó"]


async def test_a_repeat_is_answered_as_the_first_time_and_other_content_is_refused(
    editor: OfficerClient,
) -> None:
    ward, other = (await editor.client.unit()).name, (await editor.client.unit()).name
    sealing, erasing, officer = str(uuid.uuid4()), str(uuid.uuid4()), fresh("cb")
    reused = "ALREADY_EXISTS REQUEST_ID_REUSED request_id"
    first = await editor.seal(ward, officer, "An", request_id=sealing)
    await editor.seal(ward, officer, "Ân")
    assert await editor.seal(ward, officer, "An", request_id=sealing) == first
    for said in ((ward, officer, "Bình"), (ward, fresh("cb"), "An"), (other, officer, "An")):
        assert await refusal(editor.seal(*said, request_id=sealing)) == reused
    assert await refusal(editor.erase(ward, officer, request_id=sealing)) == reused
    erased = await editor.erase(ward, officer, request_id=erasing)
    assert await editor.erase(ward, officer, request_id=erasing) == erased
    assert await refusal(editor.erase(ward, officer, reason="x", request_id=erasing)) == reused
    assert await refusal(editor.seal(ward, officer, "An", request_id=erasing)) == reused
    # Whether it is the same name nobody can tell any more.
    for said in ("An", "Bình"):
        assert await editor.seal(ward, officer, said, request_id=sealing) == first


NAMES_SWAPPED = """
    update sealed_fields n set nonce = o.nonce, ciphertext = o.ciphertext from sealed_fields o
    where (n.owner, n.field) <> (o.owner, o.field) and array[n.owner, o.owner] <@ $1::text[]
"""
KEYS_SWAPPED = """
    update owner_keys n set nonce = o.nonce, wrapped = o.wrapped from owner_keys o
    where n.owner <> o.owner and array[n.owner, o.owner] <@ $1::text[]
"""
KEYS_LOST = "delete from owner_keys k where k.owner = any($1::text[])"


@pytest.mark.parametrize(
    "changes",
    [[NAMES_SWAPPED], [KEYS_SWAPPED], [NAMES_SWAPPED, KEYS_SWAPPED], [KEYS_LOST]],
    ids=["names swapped", "keys swapped", "both swapped", "keys lost"],
)
async def test_what_was_swapped_between_officers_is_refused_as_damaged_and_not_shown(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient, changes: list[str]
) -> None:
    ward = (await editor.client.unit()).name
    pair = [(await editor.sealed(ward))[0], (await editor.sealed(ward))[0]]
    for change in changes:
        await run(catalog.database.owner_dsn, change, [owner(ward, each) for each in pair])
    for officer in pair:
        reading = inspector.read(ward, officer)
        assert await refusal(reading) == "INTERNAL OFFICER_NAME_DAMAGED officer"


async def test_what_was_swapped_between_units_is_refused_as_damaged_and_not_shown(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    wards = [(await editor.client.unit()).name, (await editor.client.unit()).name]
    officer, _ = await editor.sealed(wards[0])
    await editor.seal(wards[1], officer, "Tên ở nơi khác")
    pair = [owner(ward, officer) for ward in wards]
    await run(catalog.database.owner_dsn, NAMES_SWAPPED, pair)
    for ward in wards:
        reading = inspector.read(ward, officer)
        assert await refusal(reading) == "INTERNAL OFFICER_NAME_DAMAGED officer"


@pytest.mark.parametrize(
    "statement",
    [
        "update readings set purpose = 'x'",
        "delete from readings",
        "truncate readings",
        "update owner_keys set wrapped = nonce",
        "delete from sealed_fields",
    ],
)
async def test_the_service_itself_can_unsay_nothing(catalog: Running, statement: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(catalog.database.dsn, statement)
    if "readings" in statement:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="append-only"):
            await run(catalog.database.owner_dsn, statement)


async def test_a_name_is_sealed_anew_after_its_key_was_lost(
    catalog: Running, editor: OfficerClient, inspector: OfficerClient
) -> None:
    ward = (await editor.client.unit()).name
    await editor.seal(ward, officer := fresh("cb"), "An")
    await run(catalog.database.owner_dsn, KEYS_LOST, [owner(ward, officer)])
    assert await refusal(inspector.read(ward, officer)) == "INTERNAL OFFICER_NAME_DAMAGED officer"
    await editor.seal(ward, officer, "An")
    assert [each.full_name for each in await inspector.read(ward, officer)] == ["An"]
