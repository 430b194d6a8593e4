"""The fold of a dossier: each kind of fact that the contract has changes what it says, and no more.

The contract is read from its descriptors, so that a new event cannot be forgotten here.
"""

from dataclasses import FrozenInstanceError, fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from google.protobuf.message import Message

from motcua.submissions.v1 import events_pb2 as events
from services.submissions.domain.dossier.changes import CHANGES, DOSSIERS, REGISTRY
from services.submissions.domain.dossier.following import FOLLOWS
from services.submissions.domain.dossier.history import FIELDS
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import ALLOWED_IN, LEADS_TO
from tests.submissions.live_dossier import lived

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
OF_DOSSIERS = {
    name
    for name, message in events.DESCRIPTOR.message_types_by_name.items()
    if {"dossier", "catalog_position"} <= set(message.fields_by_name)
} - {"CountOverlapped"}
MOVING = {*LEADS_TO, events.DossierSubmitted, events.SupplementAnswered, events.ObligationMet}


def test_every_event_of_a_dossier_is_folded() -> None:
    assert {name.rpartition(".")[2] for name in REGISTRY} == OF_DOSSIERS


def test_every_command_has_a_fact_that_the_table_allows_somewhere() -> None:
    by_the_system = {events.DossierErased, events.DueApproached, events.DuePassed}
    by_the_system |= {events.ExtensionPassed, events.DossierSubmitted}
    assert set(CHANGES) - by_the_system == set(ALLOWED_IN)
    assert set(FIELDS) == set(FOLLOWS) == set(ALLOWED_IN) | {events.DossierSubmitted}


@pytest.mark.parametrize("kind", sorted(CHANGES, key=lambda each: each.__name__))
def test_only_facts_that_move_it_change_the_status(kind: type[Message]) -> None:
    before = Dossier(name="dossiers/d", status=events.STATUS_PROCESSING, accepted=True)
    said: Any = kind()
    said.catalog_position = 7
    after = DOSSIERS.evolve(before, said, NOON)
    assert (after.version, after.catalog_position) == (1, 7)
    if kind not in MOVING:
        assert after.status == events.STATUS_PROCESSING


def test_what_is_not_known_fails_loudly() -> None:
    with pytest.raises(KeyError):
        DOSSIERS.evolve(Dossier(), events.CountRecorded(), NOON)


def test_a_changed_dossier_is_another_one_that_differs_in_the_change_alone() -> None:
    before = lived("accept", "ask").state
    kept = replace(before)
    for each in fields(Dossier):
        changed = before.but(**{each.name: "other"})
        assert changed == replace(before, **{each.name: "other"})
        assert getattr(changed, each.name) == "other"
    assert before == kept
    with pytest.raises(FrozenInstanceError):
        before.number = "2"  # type: ignore[misc]
