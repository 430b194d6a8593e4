"""Single facts of a dossier, as its events leave them.

Given events in the order of their stream, when they are folded, then one fact. Must not need a
database.
"""

from tests.metrics import given, steps
from tests.metrics.given import facts_of


def test_a_step_that_comes_late_opens_no_ended_dossier_again() -> None:
    late = steps.withdrawn(after_acceptance=False)  # the record never says an acceptance
    assert facts_of(given.submitted(), given.ended(), late).closed
    assert not facts_of(given.submitted(), late).closed
    assert facts_of(given.submitted(), given.accepted(), steps.withdrawn()).closed
