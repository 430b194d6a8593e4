"""Files of petitions: the same service and table as those of dossiers, by the rules of petitions.

Promises files under the key of the petition, gone with it, and that number and secret open no more
of a petition than of a dossier.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from motcua.submissions.v1.submissions_pb2 import Proof
from tests.submissions.file_client import CLEAN, FileClient, pdf
from tests.submissions.house import House, refused
from tests.submissions.persons import run
from tests.submissions.petition_client import Petitions
from tests.submissions.test_attachments_proved import filed as filed_dossier
from tests.submissions.test_attachments_served import facts, objects, told
from tests.waiting import until

UNKNOWN = "ATTACHMENT_UNKNOWN"


class Filed(NamedTuple):
    """A petition of the ward that a portal filed at the desk, and who meets it."""

    name: str
    proof: Proof
    portal: FileClient
    citizen: FileClient  # another portal, with number and secret
    officer: FileClient  # of the ward, which has it


@pytest.fixture(scope="module")
async def petitions(house: House) -> Petitions:
    return await Petitions(house).opened()


async def filed(petitions: Petitions, *methods: str) -> Filed:
    answer = await petitions.submit()
    name, house, wards = answer.petition.name, petitions.house, petitions.wards
    for each in methods:
        await petitions.step(each, name)
    proof = Proof(number=answer.petition.number, secret=answer.secret)
    return Filed(
        name, proof,
        FileClient(house, unit=wards.unit("desk"), subject=wards.officer("desk")),
        FileClient(house, subject="another.portal", proof=proof),
        client(petitions, "competent"),
    )  # fmt: skip


def client(petitions: Petitions, who: str) -> FileClient:
    wards = petitions.wards
    unit, subject = wards.unit(who), wards.officer(who)
    return FileClient(petitions.house, role="officer", unit=unit, subject=subject)


async def test_a_file_is_handed_in_scanned_told_of_and_read_by_the_unit_that_has_it(
    petitions: Petitions,
) -> None:
    petition, house = await filed(petitions), petitions.house
    file = await petition.portal.attached(petition.name, pdf(9))
    assert file.name.startswith(f"{petition.name}/attachments/")
    assert (await petition.officer.download(file.name))[1] == pdf(9)
    wanted = "select owners, reader, unit from readings where $1 = any(owners)"
    [reading] = await run(house, wanted, file.name)
    ward = petitions.wards
    assert tuple(reading) == (
        [petition.name, file.name], ward.officer("competent"), ward.unit("competent")
    )  # fmt: skip
    await until(lambda: told(house, file.name, 2))
    uploaded, scanned = await facts(house, file.name)
    assert (uploaded.petition, uploaded.dossier, scanned.petition) == (
        petition.name, "", petition.name
    )  # fmt: skip
    for who in ("foreign", "handling"):
        other = client(petitions, who)
        for call in (other.get(file.name), other.download(file.name), other.remove(file.name)):
            assert (await refused(call)).reason == UNKNOWN
        why = await refused(other.announce(petition.name, pdf(9)))
        assert (why.reason, why.field) == ("PETITION_UNKNOWN", "parent")
    # The desk took it in, and does not have it.
    why = await refused(client(petitions, "desk").announce(petition.name, pdf(9)))
    assert why.reason == "PETITION_TEXT_NOT_YOURS"


async def test_number_and_secret_open_ones_own_files_and_the_answers(petitions: Petitions) -> None:
    asked = ("StartPetitionHandling", "RequestPetitionSupplement")
    petition = await filed(petitions, *asked)
    own = await petition.citizen.attached("", pdf(9))
    assert own.name.startswith(petition.name)
    scanned = await petition.officer.attached(petition.name, pdf(20))
    answer = await petition.officer.attached(petition.name, pdf(30), result=True)
    assert [each.name for each in await petition.citizen.list("")] == [own.name]
    await petitions.step("AnswerPetitionSupplement", petition.name, "desk", role="portal")
    why = await refused(petition.citizen.announce(petition.name, pdf(9)))
    assert (why.reason, why.field) == ("PETITION_ATTACHING_NOT_NOW", "parent")
    await petitions.step("AnswerPetition", petition.name)
    assert [each.name for each in await petition.citizen.list("")] == [own.name, answer.name]
    assert (await petition.citizen.download(answer.name))[1] == pdf(30)
    assert (await refused(petition.citizen.get(scanned.name))).reason == UNKNOWN
    assert (await refused(petition.citizen.remove(answer.name))).reason == "RESULT_NOT_YOURS"


async def test_a_pair_of_a_petition_opens_no_dossier_and_the_other_way_round(
    petitions: Petitions,
) -> None:
    petition, dossier = await filed(petitions), await filed_dossier(petitions.house)
    theirs = await dossier.portal.attached(dossier.name, pdf(9))
    ours = await petition.portal.attached(petition.name, pdf(9))
    for citizen, foreign in ((petition.citizen, theirs.name), (dossier.citizen, ours.name)):
        for call in (citizen.get(foreign), citizen.download(foreign), citizen.remove(foreign)):
            assert (await refused(call)).reason == "NUMBER_OR_SECRET_WRONG"
    for own, other in ((petition, theirs), (dossier, ours)):
        moved = f"{own.name}/attachments/{other.name[-36:]}"
        assert (await refused(own.citizen.get(moved))).reason == UNKNOWN


async def test_an_erasure_takes_the_files_with_it(petitions: Petitions) -> None:
    petition, house = await filed(petitions), petitions.house
    file = await petition.portal.attached(petition.name, pdf(9))
    begun = await petition.portal.announce(petition.name, pdf(9))
    assert len(objects(house, file.name)) == 1
    await petitions.step("ErasePetition", petition.name, role="leader")
    for name in (file.name, begun.name):
        assert (await refused(petition.officer.get(name))).reason == UNKNOWN
    assert (await refused(petition.portal.upload(begun.name, pdf(9)))).reason == UNKNOWN
    await until(lambda: not objects(house, file.name))
    assert await run(house, "select from attachments where owner = $1", petition.name) == []
    assert await run(house, "select from owner_keys where owner = $1", petition.name) == []
    why = await refused(petition.portal.announce(petition.name, pdf(9)))
    assert (why.reason, why.field) == ("PETITION_ERASED", "parent")


async def test_a_voided_or_withdrawn_petition_takes_no_file(petitions: Petitions) -> None:
    for method, role, reason in (
        ("VoidPetition", "officer", "PETITION_VOIDED"),
        ("WithdrawPetition", "officer", "PETITION_ATTACHING_NOT_NOW"),
    ):
        petition = await filed(petitions)
        file = await petition.portal.attached(petition.name, pdf(9))
        await petitions.step(method, petition.name, role=role)
        for who in (petition.portal, petition.officer):
            assert (await refused(who.announce(petition.name, pdf(9)))).reason == reason
        assert (await petition.portal.get(file.name)).state == CLEAN
