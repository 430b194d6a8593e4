"""A dossier's life in an object-centric log: facts left out, without a time, or recorded late.

Given a history as the service answers it; must not need a stack. And what the tests hold logs to
finds each fault.
"""

from __future__ import annotations

import copy
import io
import json
from typing import Any

import pytest

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console.exporting import ocel
from tests.e2e.ocel_schema import faults

NAME = "dossiers/00000000-0000-0000-0000-000000000001"
ROOT = "dossiers/00000000-0000-0000-0000-000000000002"
SUBMITTED = facts.DossierSubmitted(dossier=NAME, receiving_unit="units/a", time_known=True)
ACCEPTED = facts.DossierAccepted(dossier=NAME, handling_unit="units/a", time_known=True)
STOPPED = facts.DossierStopped(dossier=NAME, handling_unit="units/a", time_known=True)


def fact(version: int, hour: int, **said: Any) -> queries.DossierFact:
    found = queries.DossierFact(version=version, recorded=facts.CorrectedFact(**said))
    found.time.seconds = hour * 3600
    kind = found.recorded.WhichOneof("fact")
    found.event = getattr(found.recorded, kind).DESCRIPTOR.name if kind else "DuePassed"
    return found


def logged(dossier: Dossier, *history: queries.DossierFact) -> tuple[list[Any], Any]:
    """Its events, and the dossier as it is kept."""
    file = io.StringIO()
    objects = ocel.Objects(file)
    told = queries.DossierHistory(dossier=dossier, facts=history)
    events = list(ocel.of_dossier(told, objects, only_tasks=False))
    return events, json.loads(next(objects.dossiers()))


def dated(of: Any, name: str) -> list[tuple[str, str]]:
    return [(each["time"], each["value"]) for each in of["attributes"] if each["name"] == name]


def dossier(status: facts.Status, **said: Any) -> Dossier:
    return Dossier(name=NAME, status=status, **said)


def test_what_was_left_out_and_what_is_a_notice_is_no_event() -> None:
    left_out = fact(3, 3, stopped=STOPPED)
    left_out.left_out = True
    known = [fact(1, 1, submitted=SUBMITTED), fact(2, 2, accepted=ACCEPTED)]
    events, kept = logged(dossier(facts.STATUS_ACCEPTED), *known, left_out, fact(4, 4))
    assert [each["id"] for each in events] == [f"{NAME}/1", f"{NAME}/2"]
    assert [value for _, value in dated(kept, "status")] == ["submitted", "accepted"]


def test_a_corrected_fact_stands_as_it_should_have_been_and_when() -> None:
    corrected = fact(2, 2, accepted=ACCEPTED)
    corrected.effective.accepted.CopyFrom(ACCEPTED)
    corrected.effective.accepted.handling_unit = "units/b"
    corrected.effective.time.seconds = 5 * 3600
    [_, accepted], kept = logged(
        dossier(facts.STATUS_ACCEPTED, handling_unit="units/b"),
        fact(1, 1, submitted=SUBMITTED),
        corrected,
    )
    assert accepted["time"] == "1970-01-01T05:00:00Z"
    assert {"objectId": "units/b", "qualifier": "handling_unit"} in accepted["relationships"]
    assert dated(kept, "handling_unit") == [("1970-01-01T05:00:00Z", "units/b")]


def test_a_fact_without_a_known_time_says_so() -> None:
    unknown = facts.DossierAccepted(dossier=NAME, handling_unit="units/a")
    [_, accepted], _ = logged(
        dossier(facts.STATUS_ACCEPTED),
        fact(1, 1, submitted=SUBMITTED),
        fact(2, 9, accepted=unknown),
    )
    assert accepted["time"] == "1970-01-01T09:00:00Z"
    assert {"name": "time_known", "value": "false"} in accepted["attributes"]


def test_what_the_dossier_is_now_is_said_though_a_later_time_says_otherwise() -> None:
    _, kept = logged(
        dossier(facts.STATUS_STOPPED),
        fact(1, 1, submitted=SUBMITTED),
        fact(2, 4, accepted=ACCEPTED),
        fact(3, 3, stopped=STOPPED),
    )
    assert dated(kept, "status") == [
        ("1970-01-01T01:00:00Z", "submitted"), ("1970-01-01T03:00:00Z", "stopped"),
        ("1970-01-01T04:00:00Z", "stopped"),
    ]  # fmt: skip


def test_of_two_values_at_one_instant_the_last_holds() -> None:
    _, kept = logged(
        dossier(facts.STATUS_STOPPED),
        fact(1, 1, submitted=SUBMITTED),
        fact(2, 1, accepted=ACCEPTED),
        fact(3, 2, stopped=STOPPED),
    )
    assert dated(kept, "status") == [
        ("1970-01-01T01:00:00Z", "accepted"), ("1970-01-01T02:00:00Z", "stopped"),
    ]  # fmt: skip


def test_a_root_elsewhere_is_there_by_its_name() -> None:
    objects = ocel.Objects(io.StringIO())
    told = queries.DossierHistory(dossier=dossier(facts.STATUS_SUBMITTED, root=ROOT))
    assert list(ocel.of_dossier(told, objects, only_tasks=False)) == []
    assert [json.loads(each)["id"] for each in objects.dossiers()] == [NAME, ROOT]


SOUND: dict[str, Any] = {
    "objectTypes": [{"name": "dossier", "attributes": [{"name": "level", "type": "integer"}]}],
    "eventTypes": [{"name": "Ended", "attributes": [{"name": "late", "type": "boolean"}]}],
    "events": [
        {"id": "e", "type": "Ended", "time": "2026-01-01T00:00:00Z",
         "attributes": [{"name": "late", "value": "true"}],
         "relationships": [{"objectId": "d", "qualifier": "dossier"}]},
    ],
    "objects": [
        {"id": "d", "type": "dossier",
         "attributes": [{"name": "level", "time": "2026-01-01T00:00:00Z", "value": "3"}]},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["events", 0, "time"], "yesterday"),
        (["events", 0, "type"], "Begun"),
        (["events", 0, "attributes", 0, "value"], "yes"),
        (["events", 0, "attributes", 0, "value"], True),
        (["events", 0, "attributes", 0, "name"], "early"),
        (["events", 0, "relationships", 0, "objectId"], "nobody"),
        (["objects", 0, "attributes", 0, "value"], "three"),
        (["objects", 0, "more"], "x"),
        (["objectTypes", 0, "attributes", 0, "type"], "number"),
        (["objects"], []),
    ],
)
def test_each_fault_of_a_log_is_found(place: list[Any], value: Any) -> None:
    assert faults(SOUND) == []
    broken: Any = copy.deepcopy(SOUND)
    within = broken
    for key in place[:-1]:
        within = within[key]
    within[place[-1]] = value
    assert faults(broken)
