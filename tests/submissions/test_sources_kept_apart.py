"""Sources of other systems' records whose names and keys are those of other things.

Given an importer of one ward who calls its source and its keys as it likes, then nobody else's
source is taken from him by that.
"""

from __future__ import annotations

import pytest

from services.chassis.ids import derived
from services.submissions.api import sources
from tests.submissions.house import House
from tests.submissions.test_records_served import record


async def test_no_record_takes_the_place_of_another_source(house: House) -> None:
    """A record is known by its source and key, whatever these are called: not as the first use of
    the source that its key names, which would keep that from its importer for ever.
    """
    for unit in ("thief", "owner"):
        await house.catalogue.offering(f"services/birth/offerings/{unit}")
    taken = [record("system-of-owner", offering="services/birth/offerings/thief")]
    thief = {"unit": "units/thief", "source": "source"}
    assert (await house.backfill(taken, **thief)).added == 1
    own = [record("1", offering="services/birth/offerings/owner")]
    owner = {"unit": "units/owner", "source": "system-of-owner"}
    assert (await house.backfill(own, **owner)).added == 1
    assert (await house.backfill(taken, **thief)).known == 1
    assert (await house.backfill(own, **owner)).known == 1


async def test_a_record_with_the_id_of_something_else_is_refused_by_name(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a log of before has it, where the first use of a source had such an id."""
    await house.catalogue.offering("services/birth/offerings/thief")
    with monkeypatch.context() as before:
        before.setattr(sources, "derived", lambda *parts: derived(*parts[:2]))
        await house.backfill([record("1")], source="system-of-before")
    taken = [record("system-of-before"), record("another")]
    answer = await house.backfill(taken, source="source")
    assert (answer.added, answer.refused) == (1, 1)
    assert [each.key for each in answer.refusals] == ["system-of-before"]
