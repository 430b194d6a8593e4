"""What facts are told in codes: none of them takes a word that the service version does not have.

Promises to say only what a client can see.
"""

from typing import Any

import pytest

from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.house import House, refused
from tests.submissions.place import Place
from tests.submissions.test_records_served import ACCEPTED, DAY

BECAUSE = {"reason_code": "x"}


@pytest.fixture(scope="module")
async def place(house: House) -> Place:
    """With a service that names its steps and documents."""
    place = await Place(house).opened()
    await house.catalogue.service(
        place.service, tasks=("check", "decide"), documents=("id-card", "map")
    )
    place.position = await house.catalogue.offering(place.offering)
    return place


async def why(house: House, method: str, name: str, **fields: Any) -> tuple[str, str]:
    found = await refused(house.step(method, name, **BECAUSE, **fields))
    assert found.languages == {"vi", "en"}
    return found.reason, found.field


async def test_documents_are_codes_of_the_versions(house: House, place: Place) -> None:
    name = (await place.submit()).name

    async def asked(*documents: str) -> tuple[str, str]:
        return await why(house, "RequestSupplement", name, documents=documents)

    assert await asked("map", "photo") == ("DOCUMENT_UNKNOWN", "documents[1]")
    assert await asked("giấy của bà Lan") == ("TEXT_MALFORMED", "documents[0]")
    assert await asked(*["map"] * 51) == ("LIST_TOO_LONG", "documents")
    both = {"documents": ["photo", "map", "letter"], **BECAUSE}
    found = await refused(house.step("RequestSupplement", name, **both))
    assert found.fields == ("documents[0]", "documents[2]")
    await house.step("RequestSupplement", name, documents=["map", "id-card"], **BECAUSE)
    assert (await house.events(name))[-1].documents == ["map", "id-card"]


async def test_where_a_version_gives_no_codes_few_can_be_named(house: House) -> None:
    name = (await (await Place(house).opened()).submit()).name
    many = {"documents": [f"d{n}" for n in range(51)]}
    assert await why(house, "RequestSupplement", name, **many) == ("LIST_TOO_LONG", "documents")


async def test_a_corrected_task_is_a_code_of_the_versions_steps(house: House, place: Place) -> None:
    name = (await place.submit()).name
    await house.step("AcceptDossier", name, task="check")
    said = {"version": 2, "instead": api.Statement(task="bà-Lan")}
    assert (await why(house, "CorrectDossier", name, **said))[0] == "TEXT_MALFORMED"
    said["instead"] = api.Statement(task="sing")
    assert await why(house, "CorrectDossier", name, **said) == ("TASK_UNKNOWN", "instead.task")
    said["instead"] = api.Statement(task="decide")
    await house.step("CorrectDossier", name, **said, **BECAUSE)


async def test_codes_of_a_record_are_its_sources_own(house: House, place: Place) -> None:
    steps = [
        api.Step(status=2, time=ACCEPTED, task="buoc-2"),
        api.Step(status=5, time=ACCEPTED + DAY, documents=["so-do"], task="buoc-3"),
        api.Step(transfer={}, time=ACCEPTED + DAY, unit="units/other", task="buoc-4"),
    ]
    name = (await place.backfilled("codes", steps=steps)).name
    said = await house.events(name)
    assert [each.task for each in said[1:]] == ["buoc-2", "buoc-3", "buoc-4"]
    assert said[2].documents == ["so-do"]
    corrected = {"version": 3, "instead": api.Statement(task="buoc-9"), **BECAUSE}
    await house.step("CorrectDossier", name, **corrected)
    live = {"task": "buoc-9"}
    assert await why(house, "StopDossier", name, **live) == ("TASK_UNKNOWN", "task")


async def test_a_root_is_the_name_of_a_dossier(house: House, place: Place) -> None:
    name = (await place.submit()).name
    for root in ("counts/x", "standards/x", "dossiers/x"):
        found = await refused(place.submit(root=root))
        assert (found.reason, found.field) == ("NAME_MALFORMED", "root")
        found = await refused(house.step("LinkDossier", name, root=root))
        assert (found.reason, found.field) == ("NAME_MALFORMED", "root")
