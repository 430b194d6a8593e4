"""What a citizen or a provider said of a dossier: the house neither says it nor corrects it.

Promises what the unit's own officer and leader are told, who otherwise correct every fact of it.
"""

import uuid
from typing import Any

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1 import submissions_pb2 as api
from tests.submissions.house import House, refused, submission
from tests.submissions.test_handling_served import portal, proof_of
from tests.submissions.test_payments_through_providers import begin, callback, confirm, waiting

BECAUSE = {"reason_code": "x"}
NOT_YOURS = ("RATING_NOT_YOURS", {"vi", "en"})
CONFIRMED = ("PROVIDER_CONFIRMS", {"vi", "en"})


async def why(house: House, version: int, name: str, **said: Any) -> tuple[str, set[str]]:
    """Why the ward's officer does not correct a fact: with other content, and by leaving it out."""
    reasons = []
    for instead in ({"instead": api.Statement(**said)}, {}):
        fact = {"version": version, **instead, **BECAUSE}
        found = await refused(house.step("CorrectDossier", name, unit="units/ward", **fact))
        assert found.field == "version"
        reasons.append((found.reason, found.languages))
    assert reasons[0] == reasons[1]
    return reasons[0]


async def rated(house: House) -> str:
    """A dossier that was refused (2), and that the citizen rates with 1 (3)."""
    filed = await house.submit()
    name = str(filed.dossier.name)
    await house.step("RefuseDossier", name, **BECAUSE)
    await portal(house, "RateDossier", "bank", proof=proof_of(filed), value=1)
    return name


async def test_no_officer_makes_a_citizens_rating_another(house: House) -> None:
    name = await rated(house)
    assert await why(house, 3, name, value=5) == NOT_YOURS
    shown = await house.calls.GetDossier(
        api.GetDossierRequest(name=name), **house.caller("inspector")
    )
    assert shown.rating == 1


async def test_what_was_rated_can_be_reopened_and_keeps_its_rating(house: House) -> None:
    name = await rated(house)
    left = await house.step("CorrectDossier", name, unit="units/ward", version=2, **BECAUSE)
    assert (left.status, left.rating) == (events.STATUS_SUBMITTED, 1)
    accepted = await house.step("AcceptDossier", name, unit="units/ward")
    assert (accepted.status, accepted.rating) == (events.STATUS_ACCEPTED, 1)


async def test_an_officer_of_the_unit_rates_nothing_by_number_and_secret(house: House) -> None:
    """As a desk has them that filed for the citizen."""
    request = submission(channel=events.CHANNEL_IN_PERSON)
    filed = await house.calls.SubmitDossier(request, **house.caller("officer", "units/ward"))
    name = filed.dossier.name
    await house.step("RefuseDossier", name, **BECAUSE)
    rating = {"proof": proof_of(filed), "value": 5, "request_id": str(uuid.uuid4())}
    own = house.caller("officer", "units/ward", "officer.test")
    found = await refused(house.calls.RateDossier(api.RateDossierRequest(**rating), **own))
    assert (found.reason, found.languages) == NOT_YOURS
    assert (await portal(house, "RateDossier", "bank", proof=proof_of(filed), value=2)).rating == 2


async def test_no_officer_makes_what_a_provider_confirmed_another(house: House) -> None:
    filed = await waiting(house)
    attempt = await begin(house, filed)
    await confirm(house, callback(attempt, reference="r-own"))
    name = str(filed.dossier.name)
    facts = [type(each) for each in await house.events(name)]
    paid = facts.index(events.PaymentRecorded) + 1
    for said in ({"amount": 1}, {"purpose": events.PAYMENT_PURPOSE_FEE}, {"online": False}):
        assert await why(house, paid, name, **said) == CONFIRMED
    assert facts == [type(each) for each in await house.events(name)]
