"""What changes under a draft: other versions of its service, told field by field, and services that
end.

The differences are pure; the rest goes through gRPC.
"""

from __future__ import annotations

import json
from typing import Any

import grpc
import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1.drafts_pb2 import ServiceChange
from services.submissions.domain.drafts.changes import (
    VersionContent,
    changes,
    names_of,
    refusals,
)
from services.submissions.domain.forms.schema import FormSchema
from tests.submissions.draft_client import DraftClient
from tests.submissions.house import House, refused
from tests.submissions.place import Place

STATE = grpc.StatusCode.FAILED_PRECONDITION


def said(form: Any = None, **more: Any) -> VersionContent:
    text = json.dumps(form) if form is not None else ""
    content = catalog.ServiceContent(form_schema=text, **more)
    return VersionContent(content, FormSchema(text) if text else None)


def told(before: VersionContent, after: VersionContent) -> list[tuple[str, str]]:
    found = changes(before, after)
    for each in refusals(1, 2, found, names_of([before, after])):
        assert each.message("vi") != each.message("en")
    names = [ServiceChange.Kind.Name(each.kind).removeprefix("KIND_") for each in found]
    return [(name, each.pointer or each.code) for name, each in zip(names, found, strict=True)]


PERSON = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (PERSON, PERSON, []),
        (PERSON, PERSON | {"$comment": "x", "examples": [{}]}, []),
        (PERSON, PERSON | {"required": []}, [("FIELD_CHANGED", "/name")]),
        (
            {"properties": {"a": {"type": "string"}, "b": {}}},
            {"properties": {"a": {"type": "integer"}, "c/d": {}}},
            [("FIELD_CHANGED", "/a"), ("FIELD_REMOVED", "/b"), ("FIELD_ADDED", "/c~1d")],
        ),
        (
            {"properties": {"mẹ": {"$ref": "#/$defs/p"}}, "$defs": {"p": PERSON}},
            {"properties": {"mẹ": PERSON}},
            [],
        ),
        (
            {"properties": {"mẹ": {"$ref": "#/$defs/p"}}, "$defs": {"p": PERSON}},
            {
                "properties": {"mẹ": {"$ref": "#/$defs/p"}},
                "$defs": {"p": PERSON | {"properties": {"name": {"maxLength": 9}}}},
            },
            [("FIELD_CHANGED", "/mẹ/name")],
        ),
        (
            {"properties": {"con": {"type": "array", "items": PERSON}}},
            {"properties": {"con": {"type": "array", "items": {"type": "string"}}}},
            [("FIELD_CHANGED", "/con/*"), ("FIELD_REMOVED", "/con/*/name")],
        ),
        (None, {"properties": {"a": True}}, [("FIELD_ADDED", "/a")]),
        ({"properties": {"a": True}}, None, [("FIELD_REMOVED", "/a")]),
        ({"$ref": "#/properties/a", "properties": {"a": {"$ref": "#/properties/a"}}}, None,
         [("FIELD_CHANGED", ""), ("FIELD_REMOVED", "/a")]),
    ],
)  # fmt: skip
def test_fields_that_differ_are_told_by_their_place(
    before: Any, after: Any, expected: list[tuple[str, str]]
) -> None:
    assert told(said(before), said(after)) == expected


def test_a_form_that_contains_itself_is_told_to_a_bound() -> None:
    tree = {"properties": {"left": {"$ref": "#"}, "right": {"$ref": "#"}}}
    assert told(said(tree), said(tree)) == []
    assert len(changes(said(), said(tree))) <= 2_000


def test_documents_and_fees_that_differ_are_told_by_their_codes() -> None:
    before = said(
        documents=[{"code": "A"}, {"code": "B"}, {"code": ""}],
        fees=[{"code": "f", "amount": 20_000}, {"code": "g", "amount": 1}],
    )
    after = said(
        documents=[{"code": "A", "conditional": True}, {"code": "C"}],
        fees=[{"code": "f", "amount": 50_000}, {"code": "h", "amount": 2}],
    )
    assert told(before, after) == [
        ("DOCUMENT_CHANGED", "A"),
        ("DOCUMENT_REMOVED", "B"),
        ("DOCUMENT_ADDED", "C"),
        ("FEE_CHANGED", "f"),
        ("FEE_REMOVED", "g"),
        ("FEE_ADDED", "h"),
    ]
    fee = changes(before, after)[3]
    assert (fee.amount_before, fee.amount_after) == (20_000, 50_000)
    refusal = refusals(1, 2, [fee], {})[1]
    assert refusal.message("en") == "The fee f is 50000 VND; it was 20000 VND."


def test_refusals_name_documents_that_have_names() -> None:
    before = said(documents=[{"code": "A", "name": {"vi": "Tờ khai"}}])
    after = said(
        documents=[{"code": "B", "name": {"vi": "Giấy chứng sinh", "en": "Birth notice"}}],
        fees=[{"code": "f", "amount": 5, "name": {"vi": "Lệ phí"}}],
    )
    found = refusals(1, 2, changes(before, after), names_of([before, after]))[1:]
    assert [(each.message("vi"), each.message("en")) for each in found] == [
        ("Thủ tục không còn yêu cầu giấy tờ “Tờ khai (A)”.",
         "The service no longer asks for the document Tờ khai (A)."),
        ("Thủ tục yêu cầu thêm giấy tờ “Giấy chứng sinh (B)”.",
         "The service asks for a new document Birth notice (B)."),
        ("Có thêm khoản thu “Lệ phí (f)”: 5 đồng.", "There is a new fee Lệ phí (f): 5 VND."),
    ]  # fmt: skip
    assert [each.values.get("document", "") for each in found] == ["A", "B", ""]


async def client_of(house: House, **content: Any) -> tuple[Place, DraftClient]:
    """A portal before a ward with a service of its own, in version 2."""
    place = await Place(house).opened()
    await house.catalogue.service(place.service, version=2, **content)
    client = DraftClient(house)
    client.usual |= {"offering": place.offering, "receiving_unit": place.unit}
    return place, client


async def test_a_draft_of_an_earlier_version_is_refused_with_what_changed_and_what_it_breaks(
    house: House,
) -> None:
    place, client = await client_of(house, form=json.dumps(PERSON), documents=["CT02"])
    draft = await client.create(form=b'{"name": "An"}')
    assert (draft.service_version, list(draft.changes)) == (2, [])
    stricter = {"required": ["born"], "properties": {"born": {"format": "date"}}}
    await house.catalogue.service(
        place.service, version=3, form=json.dumps(stricter), required=["CT01"]
    )
    saved = await client.save(draft, form=b'{"name": "Anh"}')
    assert saved.service_version == 2  # saving again is no consent
    kinds = [ServiceChange.Kind.Name(each.kind) for each in saved.changes]
    assert len(kinds) == 5
    why = await refused(client.submit(saved))
    assert (why.code, why.reason, why.languages) == (STATE, "SERVICE_VERSION_CHANGED", {"vi", "en"})
    assert why.fields == (
        "name", "form#", "form#/name", "form#/born", "documents", "documents",  # what changed
        "documents", "form#/born",  # what is missing by version 3
    )  # fmt: skip
    again = await client.save(
        saved, form=b'{"born": "2000-01-01"}', documents=["CT01"], service_version=3
    )
    assert (again.service_version, list(again.changes)) == (3, [])
    done = await client.submit(again)
    assert done.dossier.offering.service_version == 3


async def test_a_version_that_is_said_again_is_held_as_it_stands_now(house: House) -> None:
    place, client = await client_of(house, form=json.dumps(PERSON))
    draft = await client.create(form=b'{"name": "An"}')
    longer = PERSON | {"properties": {"name": {"minLength": 3}}}
    await house.catalogue.service(place.service, version=2, form=json.dumps(longer))
    why = await refused(client.submit(draft))
    assert (why.reason, why.fields) == ("FORM_TEXT_TOO_SHORT", ("form#/name",))


async def test_of_a_retired_service_a_draft_is_refused_and_can_still_be_read(house: House) -> None:
    place, client = await client_of(house)
    draft = await client.create(form=b'{"a": 1}')
    await place.publish(catalog.ServiceRetired)
    why = await refused(client.submit(draft))
    assert (why.code, why.reason) == (STATE, "SERVICE_RETIRED")
    assert (await refused(client.create())).reason == "SERVICE_RETIRED"
    assert (await client.get(draft.name)).form == b'{"a": 1}'
    await client.delete(draft)


async def test_a_draft_at_a_unit_that_ended_is_saved_for_another_and_submitted(
    house: House,
) -> None:
    place, client = await client_of(house)
    draft = await client.create()
    other = await Place(house).opened()
    await place.publish(catalog.UnitClosed)
    why = await refused(client.submit(draft))
    assert (why.code, why.reason) == (STATE, "UNIT_ENDED")
    moved = await client.save(draft, offering=other.offering, receiving_unit=other.unit)
    assert moved.service_version == 1  # of the other service
    assert (await client.submit(moved)).dossier.receiving_unit == other.unit
