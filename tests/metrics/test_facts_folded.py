"""Single facts of a dossier, as its events leave them.

Given events in the order of their stream, when they are folded, then one fact. Must not need a
database.
"""

from datetime import UTC, datetime

import pytest

from motcua.submissions.v1.events_pb2 import (
    STATUS_PROCESSING,
    STATUS_WITHDRAWN,
    DeadlineFacts,
    DossierWithdrawn,
    Due,
    Origin,
)
from services.metrics.domain.provenance import (
    BY_CITIZEN,
    BY_STATEMENT,
    COMPUTED,
    NO_DUE,
    NOT_WITHDRAWN,
    STATED,
)
from tests.metrics import corrections, given, steps
from tests.metrics.given import deadline, facts_of


def with_computed(dates: DeadlineFacts) -> DeadlineFacts:
    """A date that an officer states, with the computed one."""
    dates.computed.CopyFrom(dates.due)
    return dates


def test_a_step_that_comes_late_opens_no_ended_dossier_again() -> None:
    late = steps.withdrawn(after_acceptance=False)  # the record never says an acceptance
    assert facts_of(given.submitted(), given.ended(), late).closed
    assert not facts_of(given.submitted(), late).closed
    assert facts_of(given.submitted(), given.accepted(), steps.withdrawn()).closed


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (deadline(computed=True), COMPUTED),
        (deadline(computed=False), STATED),  # no calendar computes one
        (with_computed(deadline(computed=True)), STATED),
        (deadline(computed=True, due_recorded=True), STATED),
        (deadline(computed=True, rule_recorded=True), STATED),
        (deadline(computed=True, at=datetime(16, 3, 1, tzinfo=UTC)), NO_DUE),
        (DeadlineFacts(), NO_DUE),
        (DeadlineFacts(due=Due(end_of_day=True)), NO_DUE),
        (None, NO_DUE),
    ],
)
def test_a_due_is_computed_only_where_nobody_stated_one(
    dates: DeadlineFacts | None, expected: int
) -> None:
    assert facts_of(given.submitted()).due_set is None
    assert facts_of(given.submitted(), given.accepted(deadline=dates)).due_set == expected
    said = {"deadline": dates} if dates else {}
    corrected = corrections.corrected(accepted_at=given.AT, said=said)
    assert facts_of(given.submitted(), given.accepted(), corrected).due_set == expected


def test_a_correction_stays_known_whatever_follows_it() -> None:
    filed = (given.submitted(), given.accepted(), given.ended())
    assert facts_of(*filed, steps.rated()).was_corrected is False
    corrected = corrections.corrected(accepted_at=given.AT, ended_at=given.AT)
    assert facts_of(*filed, corrected, steps.rated()).was_corrected is True


@pytest.mark.parametrize(
    ("withdrawn", "expected"),
    [
        (steps.withdrawn(), BY_CITIZEN),
        (steps.withdrawn(officer="officers/o-1"), BY_STATEMENT),
        (DossierWithdrawn(dossier=given.dossier(1), origin=Origin(source="old")), BY_STATEMENT),
    ],
)
def test_a_withdrawal_says_whose_word_it_is(withdrawn: DossierWithdrawn, expected: int) -> None:
    filed = (given.submitted(), given.accepted())
    still = corrections.corrected(accepted_at=given.AT, said={"status": STATUS_WITHDRAWN})
    never = corrections.corrected(accepted_at=given.AT, said={"status": STATUS_PROCESSING})
    assert facts_of(*filed).withdrawn_by == NOT_WITHDRAWN
    assert facts_of(*filed, withdrawn).withdrawn_by == expected
    assert facts_of(*filed, withdrawn, still).withdrawn_by == expected
    assert facts_of(*filed, withdrawn, never).withdrawn_by == NOT_WITHDRAWN
    assert facts_of(*filed, still).withdrawn_by == BY_STATEMENT
