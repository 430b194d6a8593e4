"""One filing: who finds it by its name, and who by number and secret.

Promises a portal, another one, and whoever is none. Must not wait for a clock.
"""

from __future__ import annotations

import uuid

import pytest

from motcua.submissions.v1 import filings_pb2 as api
from motcua.submissions.v1 import submissions_pb2 as submissions
from tests.submissions.filing_oracle import portal, watched
from tests.submissions.house import House, end_of, refused
from tests.submissions.place import Place

PORTALS = ("portal-1", "portal-2")


@pytest.fixture(scope="module")
async def place(house: House) -> Place:
    return await Place(house).opened()


async def test_only_who_submitted_it_or_has_the_secret_finds_it(place: Place) -> None:
    house = place.house
    caller, other = portal(house, PORTALS[0]), portal(house, "another-portal")
    done = await house.calls.SubmitDossier(place.submission(receiving_unit=place.unit), **caller)
    name, number, secret = done.dossier.name, done.dossier.number, done.secret
    by_name = api.GetFilingRequest(name=name)
    proof = submissions.Proof(number=number, secret=secret)
    by_secret = api.GetFilingRequest(proof=proof)
    own = await house.filings.GetFiling(by_name, **caller)
    assert (own.name, own.number, own.status) == (name, number, 1)
    assert own == await house.filings.GetFiling(by_secret, **other)
    # Its role ends at another unit, so what the portal submitted here is found by the secret alone.
    elsewhere = portal(house, PORTALS[0], "units/other")
    assert own == await house.filings.GetFiling(by_secret, **elsewhere)
    for who in (other, elsewhere):
        why = await refused(house.filings.GetFiling(by_name, **who))
        assert (why.code.name, why.reason) == ("NOT_FOUND", "DOSSIER_UNKNOWN")
    for role in ("officer", "leader", "inspector", "operator"):
        for request in (by_name, by_secret):
            why = await refused(house.filings.GetFiling(request, **house.caller(role)))
            assert why.reason == "NOT_PERMITTED"
        why = await refused(
            house.filings.ListFilings(api.ListFilingsRequest(), **house.caller(role))
        )
        assert why.reason == "NOT_PERMITTED"
    for request in (by_name, by_secret):
        assert (await refused(house.filings.GetFiling(request))).reason == "TOKEN_MISSING"
    tracked = await house.calls.TrackDossier(
        submissions.TrackDossierRequest(number=number, secret=secret)
    )
    assert tracked.dossier == name
    assert name not in {
        each.name for each in await watched(house, "another-portal", await end_of(house))
    }
    there = await watched(house, PORTALS[0], await end_of(house), unit="units/other")
    assert there == []
    page = await house.filings.ListFilings(api.ListFilingsRequest(), **elsewhere)
    assert not page.filings


async def test_what_is_found_may_be_rated_and_withdrawn_by_its_name(place: Place) -> None:
    house = place.house
    caller = portal(house, "a-second-portal")
    done = await house.calls.SubmitDossier(
        place.submission(receiving_unit=place.unit), **portal(house, PORTALS[0])
    )
    proof = submissions.Proof(number=done.dossier.number, secret=done.secret)
    found = await house.filings.GetFiling(api.GetFilingRequest(proof=proof), **caller)
    request = submissions.WithdrawDossierRequest(
        name=found.name, proof=proof, request_id=str(uuid.uuid4())
    )
    assert (await house.calls.WithdrawDossier(request, **caller)).status == 7
    again = await house.filings.GetFiling(
        api.GetFilingRequest(name=found.name, proof=proof), **caller
    )
    assert (again.status, again.position > found.position) == (7, True)


async def test_wrong_pairs_are_counted_and_the_right_one_still_opens(place: Place) -> None:
    house = place.house
    done = await house.calls.SubmitDossier(
        place.submission(receiving_unit=place.unit), **portal(house, PORTALS[1])
    )
    caller, reasons = portal(house, "guesser"), []
    for n in range(21):
        proof = submissions.Proof(number=done.dossier.number, secret=f"{n:04}000000000000")
        why = await refused(house.filings.GetFiling(api.GetFilingRequest(proof=proof), **caller))
        reasons.append(why.reason)
    assert reasons == ["NUMBER_OR_SECRET_WRONG"] * 20 + ["WRONG_PAIRS_TOO_MANY"]
    proof = submissions.Proof(number=done.dossier.number, secret=done.secret)
    found = await house.filings.GetFiling(api.GetFilingRequest(proof=proof), **caller)
    assert found.name == done.dossier.name
