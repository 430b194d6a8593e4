"""The personal data of dossiers through gRPC: who opens it, what is recorded, who erases it.

Promises what a client can see, and the statements that a call needs. What no file may hold is
another test's.
"""

from __future__ import annotations

import json
from typing import Any

import grpc
import pytest

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import personal_data_pb2 as api
from motcua.submissions.v1 import submissions_pb2
from services.submissions.domain.forms.reading import LARGEST as LARGEST_FORM
from services.submissions.domain.personal_data import MOST_CONTACTS
from tests.submissions.house import OFFICER, House, refused, submission
from tests.submissions.persons import ERASED, NONE, SEALED, Person, erase, get, readings, run
from tests.submissions.test_dossiers_served import APPEND, count_statements
from tests.submissions.wards import CALLERS, Wards

REUSED = (grpc.StatusCode.ALREADY_EXISTS, "REQUEST_ID_REUSED", "request_id")


async def why(call: Any) -> tuple[Any, str, str]:
    refusal = await refused(call)
    assert refusal.languages == {"vi", "en"}
    return refusal.code, refusal.reason, refusal.field


async def test_what_a_portal_files_opens_for_it_and_for_the_units_that_have_the_dossier(
    house: House,
) -> None:
    person = Person()
    submitted = (await house.submit(**person.sealed)).dossier
    name = submitted.name
    for caller in (
        {"subject": OFFICER, "unit": "units/ward"},
        {"subject": OFFICER, "unit": "units/district"},
        {"role": "portal", "unit": "units/ward"},
    ):
        found = await get(house, name, **caller)
        assert (found.state, found.applicant, found.form) == (
            SEALED,
            person.applicant,
            person.form,
        )
        assert (found.etag, found.position) == (submitted.etag, submitted.position)
    unknown = (grpc.StatusCode.NOT_FOUND, "DOSSIER_UNKNOWN", "name")
    assert await why(get(house, name, subject=OFFICER, unit="units/other")) == unknown
    assert await why(get(house, name, role="portal", subject="portal/other")) == unknown
    denied = (grpc.StatusCode.PERMISSION_DENIED, "NOT_PERMITTED", "")
    for role in ("inspector", "leader", "operator", "publisher"):
        assert await why(get(house, name, role=role)) == denied
    off_duty = get(house, name, subject="officer.nowhere")
    assert (await why(off_duty))[1] == "OFFICER_NOT_ON_DUTY"


async def test_a_unit_that_has_the_dossier_no_more_opens_nothing(house: House) -> None:
    name = (await house.submit(**Person().sealed)).dossier.name
    await get(house, name, subject=OFFICER, unit="units/ward")
    await house.step("AcceptDossier", name, handling_unit="units/district", officer=OFFICER)
    left = await why(get(house, name, subject=OFFICER, unit="units/ward"))
    assert left == (grpc.StatusCode.PERMISSION_DENIED, "PERSONAL_DATA_NOT_YOURS", "name")
    assert (await get(house, name, subject=OFFICER, unit="units/district")).state == SEALED
    assert (await get(house, name, role="portal")).state == SEALED


async def test_a_reading_is_recorded_before_the_answer_and_whatever_becomes_of_it(
    house: House,
) -> None:
    name = (await house.submit(**Person().sealed)).dossier.name
    await get(house, name, subject=OFFICER, unit="units/ward", purpose="khiếu nại 7")
    await get(house, name, role="portal", purpose="sửa đơn")
    assert (await why(get(house, name, purpose=" ", subject=OFFICER)))[1] == "PURPOSE_MISSING"
    assert (await refused(get(house, name, subject=OFFICER, unit="units/other"))).reason
    await run(house, "update sealed_fields set ciphertext = nonce where owner = $1", name)
    damaged = await why(get(house, name, subject=OFFICER, purpose="hỏng"))
    assert damaged == (grpc.StatusCode.INTERNAL, "PERSONAL_DATA_DAMAGED", "name")
    found = await readings(house, dossier=name)
    assert [(each.reader, each.unit, each.purpose) for each in found] == [
        (OFFICER, "units/ward", "khiếu nại 7"),
        ("portal.test", "units/ward", "sửa đơn"),
        (OFFICER, "units/ward", "hỏng"),
    ]
    assert {each.dossier for each in found} == {name}


async def test_who_asks_whether_he_may_opens_nothing_and_is_no_reading(house: House) -> None:
    name = (await house.submit(**Person().sealed)).dossier.name
    may = await get(house, name, subject=OFFICER, unit="units/ward", validate_only=True)
    assert may == api.PersonalData(dossier=name)
    no_purpose = get(house, name, purpose=" ", subject=OFFICER, validate_only=True)
    assert (await why(no_purpose))[1] == "PURPOSE_MISSING"
    for who in ({"subject": OFFICER, "unit": "units/other"}, {"subject": "officer.nowhere"}):
        assert await why(get(house, name, **who, validate_only=True)) == await why(
            get(house, name, **who)
        )
    assert await readings(house, dossier=name) == []


async def test_readings_are_listed_page_by_page_within_a_subtree(house: House) -> None:
    ward, other = [
        (await house.submit(**Person().sealed, **filed)).dossier.name
        for filed in ({}, {"receiving_unit": "units/district"})
    ]
    await house.step("AcceptDossier", other, handling_unit="units/district", officer=OFFICER)
    for name in (ward, other, ward):
        await get(house, name, subject=OFFICER)
    one_by_one = await readings(house, subtree="units/ward", size=1)
    mine = [each for each in one_by_one if each.dossier in {ward, other}]
    assert [each.dossier for each in mine] == [ward, ward]
    all_of_them = [each.dossier for each in await readings(house, subtree="units/district")]
    assert all_of_them[-3:] == [ward, other, ward]
    request = api.ListReadingsRequest(subtree="units/district")
    denied = house.persons.ListReadings(request, **house.caller("inspector", "units/ward"))
    assert (await why(denied))[1] == "NOT_PERMITTED"


async def test_a_repeat_is_known_by_what_it_seals_until_that_is_erased(house: House) -> None:
    person, caller = Person(), house.caller("portal")
    request = submission(**person.sealed)
    first = await house.calls.SubmitDossier(request, **caller)
    assert await house.calls.SubmitDossier(request, **caller) == first
    others: list[dict[str, Any]] = [
        {"applicant": Person().applicant},
        {"form": b"{}"},
        {"form": b""},
        {"applicant": None},
    ]
    for change in others:
        other = submissions_pb2.SubmitDossierRequest()
        other.CopyFrom(request)
        for field, value in change.items():
            other.ClearField(field)
            if value:
                other.MergeFrom(submissions_pb2.SubmitDossierRequest(**{field: value}))
        assert await why(house.calls.SubmitDossier(other, **caller)) == REUSED
    keys = "select from owner_keys where owner = $1"
    assert len(await run(house, keys, first.dossier.name)) == 1
    await erase(house, first.dossier.name)
    assert await house.calls.SubmitDossier(request, **caller) == first
    assert await run(house, keys, first.dossier.name) == []


@pytest.mark.parametrize(
    ("changed", "reason", "field"),
    [
        ({"form": b"no object"}, "FORM_INVALID", "form"),
        ({"form": b"[1]"}, "FORM_INVALID", "form"),
        ({"form": b'{"a": "\xff"}'}, "FORM_INVALID", "form"),
        ({"form": b'{"a": ' * 100_000}, "FORM_TOO_LARGE", "form"),
        ({"form": b'{"a":' * 50_000}, "FORM_TOO_DEEP", "form"),
        ({"form": b" " * LARGEST_FORM + b"{"}, "FORM_TOO_LARGE", "form"),
        ({"applicant": {"full_name": "x" * 201}}, "TEXT_TOO_LONG", "applicant.full_name"),
        ({"applicant": {"full_name": ""}}, "FIELD_REQUIRED", "applicant.full_name"),
        (
            {
                "applicant": {
                    "full_name": "An",
                    "contacts": [{"kind": 1, "value": "+84"}] * (MOST_CONTACTS + 1),
                }
            },
            "LIST_TOO_LONG",
            "applicant.contacts",
        ),
    ],
)
async def test_what_cannot_be_sealed_is_refused_and_nothing_is_recorded(
    house: House, changed: dict[str, Any], reason: str, field: str
) -> None:
    [before] = await run(house, "select position from head")
    found = await why(house.submit(**changed))
    assert found == (grpc.StatusCode.INVALID_ARGUMENT, reason, field)
    assert await run(house, "select position from head") == [before]


async def test_a_form_of_256_kib_is_kept_as_it_was_sent(house: House) -> None:
    form = json.dumps({"a": "ệ" * 80_000}, ensure_ascii=False).encode()
    form += b" " * (LARGEST_FORM - len(form))
    name = (await house.submit(form=form)).dossier.name
    found = await get(house, name, subject=OFFICER)
    assert (found.form, found.HasField("applicant")) == (form, False)


async def test_a_dossier_without_personal_data_says_so(house: House) -> None:
    name = (await house.submit()).dossier.name
    assert (await get(house, name, subject=OFFICER)).state == NONE


async def test_a_leader_of_the_competent_unit_erases_it_for_ever(house: House) -> None:
    person = Person()
    name = (await house.submit(**person.sealed)).dossier.name
    await house.step("AcceptDossier", name)
    before = await house.events(name)
    unknown = (grpc.StatusCode.NOT_FOUND, "DOSSIER_UNKNOWN", "name")
    assert await why(erase(house, name, unit="units/other")) == unknown
    assert (await why(erase(house, name, subject="leader.nowhere")))[1] == "OFFICER_NOT_ON_DUTY"
    assert (await why(erase(house, name, etag='"1"')))[1] == "DOSSIER_CHANGED"
    request_id = submission().request_id
    erased = await erase(house, name, unit="units/ward", request_id=request_id)
    assert (erased.state, erased.applicant, erased.form) == (ERASED, api.Applicant(), b"")
    assert await erase(house, name, unit="units/ward", request_id=request_id) == erased
    *same, fact = await house.events(name)
    assert same == before
    assert fact == events.DossierErased(
        dossier=name,
        catalog_position=house.catalogue.position,
        cause=events.ERASURE_CAUSE_ORDER,
        reason_code="ordered-by-court",
        officer=OFFICER,
        unit="units/ward",
    )
    assert (await why(erase(house, name)))[1] == "DOSSIER_ERASED"
    found = await get(house, name, subject=OFFICER)
    assert (found.state, found.applicant, found.form) == (ERASED, api.Applicant(), b"")
    assert found.erase_time == erased.erase_time
    for table, column in (("owner_keys", "owner"), ("sealed_fields", "owner")):
        assert await run(house, f"select from {table} where {column} = $1", name) == []
    ready = await house.step("RecordResult", name)  # its life goes on
    assert ready.status == events.STATUS_RESULT_READY


async def test_only_the_competent_units_leaders_erase(house: House) -> None:
    wards = await Wards(house).opened()
    name = await wards.dossier(status="accepted")

    def by(who: str) -> Any:
        return erase(house, name, unit=wards.unit(who), subject=wards.officer(who))

    for who in ("desk", "handling"):
        assert await why(by(who)) == (
            grpc.StatusCode.PERMISSION_DENIED,
            "ERASING_NOT_YOURS",
            "name",
        )
    assert (await why(by("foreign")))[1] == "DOSSIER_UNKNOWN"
    assert (await by("above")).state == ERASED


async def test_before_acceptance_the_desk_and_the_competent_unit_read_and_then_who_handles(
    house: House,
) -> None:
    wards = await Wards(house).opened()

    async def readers(name: str) -> list[str]:
        found = []
        for who in CALLERS:
            call = get(house, name, unit=wards.unit(who), subject=wards.officer(who))
            try:
                await call
            except grpc.aio.AioRpcError:
                continue
            found.append(who)
        return found

    assert await readers(await wards.dossier()) == ["above", "competent", "desk"]
    # The department lies below the ward, whose officers reach it.
    accepted = await readers(await wards.dossier(status="accepted"))
    assert accepted == ["above", "competent", "handling"]


async def test_sealing_and_opening_need_no_more_than_five_statements(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = count_statements(monkeypatch)
    person = Person()
    request = submission(**person.sealed)
    for _ in range(2):
        done = await house.calls.SubmitDossier(request, **house.caller("portal"))
    await get(house, done.dossier.name, subject=OFFICER)
    await erase(house, done.dossier.name)
    await house.calls.SubmitDossier(request, **house.caller("portal"))
    assert len(counted) >= 4
    assert max(counted.values()) + APPEND <= 5, counted
