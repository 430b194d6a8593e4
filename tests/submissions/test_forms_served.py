"""Forms and documents through gRPC: what a submission is refused for, all at once, by the version
of the service in force; and validation alone.

Promises what a client can see. The rules have tests of their own, without a database.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import grpc
import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.forms import schema
from tests.submissions.house import House, refused, submission
from tests.submissions.persons import Person, get, run
from tests.submissions.place import Place
from tests.submissions.test_dossiers_served import APPEND, count_statements

INVALID = grpc.StatusCode.INVALID_ARGUMENT
FORM = {
    "type": "object",
    "required": ["họ_tên", "sinh"],
    "properties": {
        "họ_tên": {"type": "string", "maxLength": 80},
        "sinh": {"type": "string", "format": "date"},
        "con": {"type": "array", "items": {"$ref": "#/$defs/con"}},
    },
    "additionalProperties": False,
    "$defs": {"con": {"type": "object", "properties": {"tuổi": {"type": "integer"}}}},
}
SOUND = {"họ_tên": "Nguyễn Thị An", "sinh": "1990-02-28", "con": [{"tuổi": 3}]}
WRONG = {"họ_tên": "x" * 81, "con": [{"tuổi": 3}, {"tuổi": "ba"}], "khác": 1}


def written(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


async def place_with_form(house: House, form: Any = FORM, **more: Any) -> Place:
    """A ward whose service has a form, and asks for CT01 and in one case for CT02."""
    place = await Place(house).opened()
    said = {"form": json.dumps(form), "required": ["CT01"], "documents": ["CT02"]} | more
    place.position = await house.catalogue.service(place.service, version=2, **said)
    return place


async def test_a_form_that_satisfies_its_schema_comes_in_and_its_documents_are_a_fact(
    house: House,
) -> None:
    place = await place_with_form(house)
    form = written(SOUND)
    dossier = await place.submit(form=form, documents=["CT01", "CT02"])
    [fact] = await house.events(dossier.name)
    assert list(fact.documents) == ["CT01", "CT02"]
    assert (await get(house, dossier.name, role="portal")).form == form
    assert dossier.offering.service_version == 2


async def test_all_that_is_wrong_is_said_at_once_each_with_its_place(house: House) -> None:
    place = await place_with_form(house)
    [before] = await run(house, "select position from head")
    why = await place.refused(form=written(WRONG), documents=["CT02", "CT09"], task="nothing")
    assert (why.code, why.fields) == (
        INVALID,
        (
            "documents[1]",
            "documents",
            "form#/sinh",
            "form#/họ_tên",
            "form#/con/1/tuổi",
            "form#",
        ),
    )
    assert [before] == await run(house, "select position from head")


@pytest.mark.parametrize(
    ("changed", "reason", "fields"),
    [
        ({"form": b""}, "FORM_MISSING", ("form",)),
        ({"form": b"[]"}, "FORM_INVALID", ("form",)),
        ({"form": written(SOUND | {"sinh": "1990-02-30"})}, "FORM_FORMAT_WRONG", ("form#/sinh",)),
        ({"documents": []}, "DOCUMENT_MISSING", ("documents",)),
        ({"documents": ["CT01", "CT01"]}, "DOCUMENT_REPEATED", ("documents[1]",)),
    ],
)
async def test_one_fault_is_one_violation(
    house: House, changed: dict[str, Any], reason: str, fields: tuple[str, ...]
) -> None:
    place = await place_with_form(house)
    usual = {"form": written(SOUND), "documents": ["CT01"]}
    why = await place.refused(**(usual | changed))
    assert (why.code, why.reason, why.fields) == (INVALID, reason, fields)


async def test_paper_may_come_without_data_and_what_is_keyed_in_satisfies_the_schema(
    house: House,
) -> None:
    place = await place_with_form(house)
    in_person = {"channel": events.CHANNEL_IN_PERSON, "documents": ["CT01"]}
    assert (await place.submit(**in_person)).name
    why = await place.refused(**in_person, form=b"{}")
    assert why.fields == ("form#/họ_tên", "form#/sinh")


async def test_validation_alone_says_what_would_be_and_records_nothing(house: House) -> None:
    place = await place_with_form(house)
    named = {"offering": place.offering, "receiving_unit": place.unit, "documents": ["CT01"]}
    request = submission(
        **named, **Person().sealed, validate_only=True, catalog_position=place.position
    )
    why = await refused(house.calls.SubmitDossier(request, **house.caller("portal")))
    assert why.fields == ("form#/họ_tên", "form#/sinh", "form#")
    request.form = written(SOUND)
    before = await counted(house)
    answer = await house.calls.SubmitDossier(request, **house.caller("portal"))
    assert await counted(house) == before
    shown = answer.dossier
    assert (shown.name, shown.number, shown.etag, shown.position) == ("", "", "", 0)
    assert (shown.status, shown.offering.offering) == (events.STATUS_SUBMITTED, place.offering)
    assert answer.secret == ""
    request.validate_only = False  # the id is still free
    assert (await house.calls.SubmitDossier(request, **house.caller("portal"))).dossier.number
    assert await counted(house) != before


async def counted(house: House) -> list[Any]:
    """What a submission leaves: events, numbers given and keys."""
    statement = """select (select position from head), (select count(*) from owner_keys),
      (select coalesce(sum(last), 0) from number_blocks)"""
    return await run(house, statement)


async def test_the_version_in_force_counts_and_one_said_again_replaces_it(house: House) -> None:
    place = await place_with_form(house)
    form, documents = written(SOUND), ["CT01"]
    await place.submit(form=form, documents=documents)
    later = datetime.now(UTC) + timedelta(days=1)
    stricter = json.dumps(FORM | {"minProperties": 4})
    place.position = await house.catalogue.service(
        place.service, version=3, since=later, form=stricter
    )
    await place.submit(form=form, documents=documents)  # it is not in force yet
    place.position = await house.catalogue.service(place.service, version=2, form=stricter)
    why = await place.refused(form=form)
    assert (why.reason, why.fields) == ("FORM_FIELDS_TOO_FEW", ("form#",))
    place.position = await house.catalogue.service(place.service, version=2)
    await place.submit(form=b'{"anything": 1}')  # it has no form any more


async def test_records_of_other_systems_are_held_against_no_form(house: House) -> None:
    place = await place_with_form(house)
    assert (await place.backfilled("1")).name


async def test_a_schema_is_compiled_once_and_read_with_no_more_statements(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = await place_with_form(house, FORM | {"title": "one of its own"})
    compiled: list[str] = []
    compile_ = schema.FormSchema.__init__

    def counting(self: schema.FormSchema, text: str) -> None:
        compiled.append(text)
        compile_(self, text)

    monkeypatch.setattr(schema.FormSchema, "__init__", counting)
    statements = count_statements(monkeypatch)
    for _ in range(3):
        await place.submit(form=written(SOUND), documents=["CT01"])
    assert len(compiled) == 1
    assert max(statements.values()) + APPEND <= 5, statements


async def test_a_form_that_cannot_be_compiled_is_an_error_of_ours(house: House) -> None:
    place = await place_with_form(house, {"pattern": "(?=a)"})
    why = await place.refused(form=written(SOUND), documents=["CT01"])
    assert (why.code, why.reason) == (grpc.StatusCode.INTERNAL, "FORM_SCHEMA_UNUSABLE")
