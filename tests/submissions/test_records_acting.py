"""Steps of a record that a team took for the unit that has the dossier: who acted, and who has it.

Given steps with an `acting_unit`, then facts that name it as the unit that acted, and no transfer.
"""

import pytest

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.records.facts import credited
from services.submissions.domain.dossier.records.reading import units_named
from services.submissions.domain.refusals import SubmissionsReason
from tests.submissions.test_records import record
from tests.submissions.test_records_grow import folded, kinds, told
from tests.submissions.test_records_whole import ACCEPTED, PROCESSING, READY, RETURNED, at, message

TEAM, OTHER = "units/team-1", "units/team-2"
STEPS = [
    at(0, ACCEPTED, acting_unit=TEAM),
    at(1, PROCESSING, acting_unit=TEAM, task="T02"),
    at(2, PROCESSING, acting_unit=OTHER, unit="units/W"),
    at(3, READY, acting_unit=TEAM),
    at(4, RETURNED, acting_unit=TEAM),
]


def test_a_team_takes_steps_and_has_no_dossier() -> None:
    facts = told(record(*STEPS))
    assert kinds(facts) == [
        *("DossierSubmitted", "DossierAccepted", "HandlingStarted", "DossierTransferred"),
        *("HandlingStarted", "ResultRecorded", "ResultReturned"),
    ]
    first, second = (message(facts, events.HandlingStarted, n) for n in (0, 1))
    assert (first.unit, first.handling_unit, first.task) == (TEAM, "units/U", "T02")
    assert (second.unit, second.handling_unit) == (OTHER, "units/W")
    moved = message(facts, events.DossierTransferred)
    assert (moved.from_unit, moved.to_unit, moved.unit) == ("units/U", "units/W", OTHER)
    assert message(facts, events.ResultRecorded).handling_unit == "units/W"
    assert message(facts, events.ResultReturned).returning_unit == TEAM
    assert folded(facts).holder == "units/W"


def test_the_importer_answers_for_teams_too() -> None:
    whole = record(*STEPS)
    assert {TEAM, OTHER} <= credited(told(whole))
    assert ("steps[2].acting_unit", OTHER) in list(units_named(whole))


def test_the_same_step_by_another_team_contradicts_what_is_known() -> None:
    assert told(record(*STEPS), record(*STEPS)) == told(record(*STEPS))
    other = at(1, PROCESSING, acting_unit=OTHER, task="T02")
    with pytest.raises(Refusal) as refused:
        told(record(*STEPS), record(STEPS[0], other))
    assert refused.value.reason == SubmissionsReason.RECORD_CHANGED
    assert refused.value.field == "steps[1].acting_unit"
