"""Who attaches, lists, reads and removes files, unit by unit: the whole table, written by hand.

Promises an officer on duty at each unit, who holds a role there alone. Must not read the answer
from the rules.
"""

from __future__ import annotations

from typing import Any

import grpc
import pytest

from tests.submissions.file_client import FileClient, pdf
from tests.submissions.house import House, read_error
from tests.submissions.test_attachments_served import facts
from tests.submissions.test_attachments_served import told as is_told
from tests.submissions.wards import CALLERS, Wards
from tests.waiting import until

YES, NONE, NOT_YOURS = "", "UNKNOWN", "PERSONAL_DATA_NOT_YOURS"
# Before acceptance the desk and the competent unit have it, then the handling one; who is above
# one of these acts in its name, where he is on duty.
WRITES = {
    "submitted": {"above": YES, "competent": YES, "desk": YES, "handling": NONE, "another": NONE},
    "accepted": {
        "above": YES,
        "competent": YES,  # the department lies below the ward
        "handling": YES,
        "desk": NOT_YOURS,
        "another": NONE,
    },
    "ended": dict.fromkeys(("above", "competent", "handling"), "ATTACHING_NOT_NOW")
    | {"desk": NOT_YOURS, "another": NONE},
}
READS = {
    status: {who: YES if answer == "ATTACHING_NOT_NOW" else answer for who, answer in row.items()}
    for status, row in WRITES.items()
}
LISTS = {"above": YES, "competent": YES, "desk": YES, "another": NONE}


@pytest.fixture(scope="module")
async def wards(house: House) -> Wards:
    return await Wards(house).opened()


def client(house: House, wards: Wards, who: str) -> FileClient:
    return FileClient(house, role="officer", unit=wards.unit(who), subject=wards.officer(who))


async def told(call: Any) -> str:
    """Why a call is refused, without the name of what is unknown; "" where it is not."""
    try:
        await call
    except grpc.aio.AioRpcError as error:
        found = read_error(error).reason
        return NONE if found.endswith("_UNKNOWN") else found
    return YES


@pytest.mark.parametrize("status", WRITES)
async def test_officers_of_the_units_that_have_it_attach_read_and_remove(
    house: House, wards: Wards, status: str
) -> None:
    portal, dossier = FileClient(house), await wards.dossier()
    file = await portal.attached(dossier, pdf(9))
    if status != "submitted":
        handling = wards.unit("handling")
        await wards.step("AcceptDossier", dossier, "above", handling_unit=handling)
    if status == "ended":
        await wards.step("RecordResult", dossier, "above")
    wrote, read, listed = {}, {}, {}
    for who in CALLERS:
        caller = client(house, wards, who)
        wrote[who] = await told(caller.announce(dossier, pdf(9)))
        read[who] = await told(caller.download(file.name))
        listed[who] = await told(caller.list(dossier))
        assert await told(caller.get(file.name)) == listed[who]
        if wrote[who] != YES:
            assert await told(caller.remove(file.name)) == wrote[who]
            assert await told(caller.upload(file.name, pdf(9))) in {wrote[who], "UPLOAD_ENDED"}
    nobody = dict.fromkeys(("former", "foreign"), NONE)
    assert wrote == {**WRITES[status], **nobody}
    assert read == {**READS[status], **nobody}
    handling = NONE if status == "submitted" else YES
    assert listed == {**LISTS, "handling": handling, **nobody}


async def test_an_officer_who_is_not_on_duty_attaches_and_reads_nothing(
    house: House, wards: Wards
) -> None:
    dossier = await wards.dossier()
    file = await FileClient(house).attached(dossier, pdf(9))
    stranger = FileClient(house, role="officer", unit=wards.unit("competent"), subject="nobody")
    assert await told(stranger.announce(dossier, pdf(9))) == "OFFICER_NOT_ON_DUTY"
    assert await told(stranger.download(file.name)) == "OFFICER_NOT_ON_DUTY"


async def test_the_fact_names_the_unit_that_attached(house: House, wards: Wards) -> None:
    dossier = await wards.dossier()
    file = await client(house, wards, "desk").attached(dossier, pdf(9))
    await until(lambda: is_told(house, file.name, 2))
    uploaded, _ = await facts(house, file.name)
    assert (uploaded.officer, uploaded.unit) == (wards.officer("desk"), wards.unit("desk"))
