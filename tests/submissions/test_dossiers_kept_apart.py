"""Another unit's dossier is answered as one that does not exist, by every method that takes a name.

Promises the whole error compared, byte for byte, and the statements that it cost. Must not list the
methods by hand: one that is added later is asked, too.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import grpc
import pytest
from google.api import resource_pb2
from google.protobuf.descriptor import MethodDescriptor
from google.rpc import error_details_pb2, status_pb2

from motcua.chassis.v1 import access_pb2
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.house import House
from tests.submissions.test_dossiers_served import count_statements
from tests.submissions.wards import Wards

ETAGS = ["", '"1"', '"2"', '"3"', "old"]
NOBODY = f"dossiers/{uuid.UUID(int=7)}"
SERVICE = api.DESCRIPTOR.services_by_name["DossierService"]
FIELDS = {
    "offering": lambda wards: wards.offering("foreign"),
    "receiving_unit": lambda wards: wards.unit("foreign"),
    "returning_unit": lambda wards: wards.unit("foreign"),
    "channel": lambda _: 1,
    "reason_code": lambda _: "incomplete",
    "to_unit": lambda wards: wards.unit("foreign"),
    "assignee": lambda wards: wards.officer("foreign"),
    "amount": lambda _: 1,
    "purpose": lambda _: 1,
    "payment": lambda _: "p",
    "value": lambda _: 5,
    "archive_code": lambda _: "a",
    "archive": lambda _: "his",
    "list_code": lambda _: "l",
    "version": lambda _: 1,
    "extended": lambda _: api.Deadline(date={"year": 2099, "month": 1, "day": 1}),
    "root": lambda _: NOBODY,
    "etag": lambda _: '"1"',
}


def names_of_dossiers() -> Iterator[tuple[str, str]]:
    """Every method with each of its fields that names a dossier."""
    for method in SERVICE.methods:
        for field in method.input_type.fields:
            reference = field.GetOptions().Extensions[resource_pb2.resource_reference]
            if reference.type == "motcua/Dossier":
                yield method.name, field.name


NAMING = list(names_of_dossiers())


def roles_of(method: MethodDescriptor) -> list[str]:
    roles = method.GetOptions().Extensions[access_pb2.access].roles
    return [access_pb2.Role.Name(each).removeprefix("ROLE_").lower() for each in roles]


@pytest.fixture(scope="module")
async def wards(house: House) -> Wards:
    return await Wards(house).opened()


@pytest.fixture(scope="module")
async def own(wards: Wards) -> str:
    """A dossier of the foreign ward itself, to be linked to others."""
    filed = await wards.submit("foreign", role="portal", offering=wards.offering("foreign"))
    return str(filed.name)


@pytest.fixture(scope="module")
async def dossiers(wards: Wards) -> list[str]:
    """Of the ward, in every state that a live dossier reaches here."""
    return [await wards.dossier(status=status) for status in ("submitted", "accepted", "ended")]


async def answer(wards: Wards, method: str, caller: dict[str, Any], request: Any) -> Any:
    """All that a client sees of a refusal but the id of its call."""
    asked = getattr(wards.house.calls, method)(request, **caller)
    if SERVICE.methods_by_name[method].server_streaming:
        asked = anext(aiter(asked))
    with pytest.raises(grpc.aio.AioRpcError) as failed:
        await asked
    raw = dict(failed.value.trailing_metadata() or ())["grpc-status-details-bin"]
    status = status_pb2.Status.FromString(raw)
    kept = [
        each for each in status.details if not each.Is(error_details_pb2.RequestInfo.DESCRIPTOR)
    ]
    return failed.value.code(), failed.value.details(), status.message, kept


def request_of(wards: Wards, method: MethodDescriptor, field: str, **named: Any) -> Any:
    """What a foreign ward can ask for, whole but for the dossier."""
    kind = getattr(api, method.input_type.name)
    known = kind.DESCRIPTOR.fields_by_name
    fields = {name: make(wards) for name, make in FIELDS.items() if name in known}
    if method.name == "SubmitDossier":
        del fields["root"]
    if "request_id" in known:
        fields["request_id"] = str(uuid.uuid4())
    if "catalog_position" in known:
        fields["catalog_position"] = wards.position
    return kind(**{**fields, field: NOBODY, **named})


def test_the_methods_that_name_a_dossier_are_found() -> None:
    assert ("GetDossier", "name") in NAMING
    assert ("SubmitDossier", "root") in NAMING
    assert len(NAMING) >= 7


@pytest.mark.parametrize(("method", "field"), NAMING)
async def test_a_foreign_dossier_is_none(
    wards: Wards,
    dossiers: list[str],
    own: str,
    monkeypatch: pytest.MonkeyPatch,
    *,
    method: str,
    field: str,
) -> None:
    named = {"name": own} if method == "LinkDossier" and field == "root" else {}
    described = SERVICE.methods_by_name[method]
    known = described.input_type.fields_by_name
    for role in roles_of(described):
        caller = wards.token("foreign", role)
        whole = request_of(wards, described, field, **named)
        await answer(wards, method, caller, whole)  # warms up
        counted = count_statements(monkeypatch)
        for etag in ETAGS if "etag" in known and not named else [""]:
            more = named | ({"etag": etag} if etag else {})
            none = await answer(wards, method, caller, request_of(wards, described, field, **more))
            assert none[0] is grpc.StatusCode.NOT_FOUND
            for dossier in dossiers:
                request = request_of(wards, described, field, **more, **{field: dossier})
                found = await answer(wards, method, caller, request)
                assert str(found).replace(dossier, NOBODY) == str(none)
        monkeypatch.undo()
        assert len(counted) >= 4
        assert len(set(counted.values())) == 1  # neither costs more than the other
