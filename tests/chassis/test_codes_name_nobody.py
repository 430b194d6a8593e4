"""Codes and pseudonyms in requests: what could be somebody's number or address is refused.

Dates, procedure codes and UUIDs are codes all the same.
"""

from __future__ import annotations

import uuid

import pytest

from motcua.catalog.v1.catalog_pb2 import AppointOfficerRequest
from motcua.submissions.v1.submissions_pb2 import DossierRecord, RecordPaymentRequest, Step
from services.chassis.claims import subject_of
from services.chassis.errors import Refusal
from services.chassis.ids import names_somebody
from services.chassis.validation import compiled

NOBODY = [
    "cb-17",
    "2.000889.000.00.00.H40",
    "nd-61-2018",
    "20251128",
    "H55.242",
    "0.000889.000.00.00.H40",
    "01-02-2026 03-04-2026",
    "ward-7-261129-0001",
    "001-261129-0001",
    "Q 01/2024",
    str(uuid.UUID(int=123456789012)),
    f"portal-{uuid.UUID(int=123456789012).hex}",
]
SOMEBODY = [
    "0912345678",
    "84912345678",
    "012345678",
    "001099012345",
    "cb0912345678x",
    "an.nguyen@hanoi.gov.vn",
]

IN_GROUPS = [
    "0912 345 678",
    "0912.345.678",
    "09-1234-5678",
    "+84 912 345 678",
    "(028) 3823 4567",
    "001 099 012 345",
    "a-0912\N{NO-BREAK SPACE}345 678",
]


def refused(message: object) -> dict[str, str]:
    """By field, why a request is refused."""
    try:
        compiled(message.DESCRIPTOR)(message)  # type: ignore[attr-defined]
    except Refusal as refusal:
        return {each.field: each.reason.code for each in (refusal, *refusal.also)}
    return {}


@pytest.mark.parametrize("code", NOBODY)
def test_a_code_is_taken(code: str) -> None:
    assert not names_somebody(code)
    assert subject_of({"sub": code}) == code


@pytest.mark.parametrize("code", SOMEBODY)
def test_what_could_be_somebodys_is_refused(code: str) -> None:
    assert names_somebody(code)
    with pytest.raises(Refusal) as refusal:
        subject_of({"sub": code})
    assert refusal.value.reason.code == "TOKEN_NAMES_SOMEBODY"


@pytest.mark.parametrize("text", IN_GROUPS)
def test_a_number_that_is_written_in_groups_is_somebodys_too(text: str) -> None:
    assert names_somebody(text)


@pytest.mark.parametrize("code", SOMEBODY[:-1])
def test_it_is_refused_where_the_contract_says_so_also_within_records(code: str) -> None:
    step = Step(task=code, officer=code, reason_code=code, documents=["GKS", code])
    found = refused(DossierRecord(key="7", steps=[step]))
    fields = ("task", "officer", "reason_code", "documents[1]")
    assert {f"steps[0].{each}": "TEXT_NAMES_SOMEBODY" for each in fields}.items() <= found.items()
    appointed = refused(AppointOfficerRequest(name="units/a", officer=code))
    assert appointed["officer"] == "TEXT_NAMES_SOMEBODY"


def test_an_address_is_no_key_and_no_reference_and_a_number_is_either() -> None:
    for said, refusals in (("2023000012", set[str]()), ("an@x.vn", {"TEXT_MALFORMED"})):
        found = refused(DossierRecord(key=said, root_key=said))
        assert {found[each] for each in ("key", "root_key") if each in found} == refusals
        paid = refused(RecordPaymentRequest(provider_reference=said))
        assert {paid[each] for each in ("provider_reference",) if each in paid} == refusals
