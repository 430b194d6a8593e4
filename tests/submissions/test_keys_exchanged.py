"""The exchange of the secret key, while citizens hold secrets and records come again.

Promises that what was known under a retired key stays known, and that without it nothing is.
"""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from typing import Any

import pytest

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.database import open_pool
from services.chassis.keys import Keyring
from services.chassis.masters import Masters
from services.chassis.operations import rewrap
from services.chassis.settings import SettingsError
from tests.submissions.house import OFFICER, House, refused, submission
from tests.submissions.persons import Person, get
from tests.submissions.test_records_served import record

NEW = {"2": b"a key that comes after the first"}


@pytest.fixture
async def sealed_anew(house: House) -> AsyncIterator[Any]:
    """A function that starts the service with these rings of secret and of sealing keys."""
    before = house.settings

    async def start(**rings: Keyring) -> None:
        await house.stop()
        house.settings = dataclasses.replace(before, **rings)
        await house.start()

    yield start
    await house.stop()
    async with await open_pool(house.database.owner_dsn) as pool:
        ring = Keyring({**before.sealing_keys.keys, **NEW})
        await Masters(pool, ring).rewrap()
    house.settings = before
    await house.start()


async def test_personal_data_outlives_the_exchange_of_both_keys(
    house: House, sealed_anew: Any
) -> None:
    person, caller = Person(), house.caller("portal")
    request = submission(**person.sealed)
    first = await house.calls.SubmitDossier(request, **caller)
    name, before = first.dossier.name, house.settings
    both = Keyring({**NEW, **before.sealing_keys.keys})
    secrets = Keyring({**NEW, **before.secret_keys.keys})
    await sealed_anew(sealing_keys=both, secret_keys=secrets)
    assert (await get(house, name, subject=OFFICER)).applicant == person.applicant
    await rewrap(house.settings, [])  # as an operator does, while the service runs
    await sealed_anew(sealing_keys=Keyring(NEW), secret_keys=secrets)
    assert (await get(house, name, subject=OFFICER)).form == person.form
    again = await house.calls.SubmitDossier(request, **caller)
    assert again.dossier == first.dossier
    other = submission(**Person().sealed, request_id=request.request_id)
    why = await refused(house.calls.SubmitDossier(other, **caller))
    assert why.reason == "REQUEST_ID_REUSED"
    with pytest.raises(SettingsError, match="MOTCUA_SEALING_KEYS lacks 2, which is in use"):
        await sealed_anew(sealing_keys=before.sealing_keys)


@pytest.fixture
async def exchanged(house: House) -> AsyncIterator[Any]:
    """A function that starts the service with a new key in front, or with that one alone."""
    before = house.settings

    async def exchange(*, keeping: bool) -> None:
        keys = Keyring({**NEW, **before.secret_keys.keys} if keeping else NEW)
        await house.stop()
        house.settings = dataclasses.replace(before, secret_keys=keys)
        await house.start()

    yield exchange
    await house.stop()
    house.settings = before
    await house.start()


async def track(house: House, number: str, secret: str) -> str:
    request = api.TrackDossierRequest(number=number, secret=secret)
    return str((await house.calls.TrackDossier(request, timeout=30)).number)


async def test_records_secrets_and_requests_stay_known(house: House, exchanged: Any) -> None:
    request = submission()
    first = await house.calls.SubmitDossier(request, **house.caller("portal"))
    await house.backfill([record("known")], source="exchanged")
    number = first.dossier.number

    await exchanged(keeping=True)
    assert await track(house, number, first.secret) == number
    again = await house.calls.SubmitDossier(request, **house.caller("portal"))
    assert again.dossier == first.dossier
    assert again.secret != first.secret  # under the new key; the printed one stays valid
    assert await track(house, number, again.secret) == number
    answer = await house.backfill([record("known"), record("new")], source="exchanged")
    assert (answer.known, answer.added, answer.refused) == (1, 1, 0)
    changed = await house.backfill([record("known", ended=None)], source="exchanged")
    assert [each.reason for each in changed.refusals] == ["RECORD_CHANGED"]

    await exchanged(keeping=False)
    lost = await house.backfill([record("known"), record("new")], source="exchanged")
    assert (lost.known, lost.refusals) == (2, [])  # what they tell is known, whatever the key
    assert await track(house, number, again.secret) == number
    assert (await refused(track(house, number, first.secret))).reason == "NUMBER_OR_SECRET_WRONG"
