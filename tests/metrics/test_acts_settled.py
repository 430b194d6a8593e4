"""An act of linked dossiers: given what is known of each, then whether it was filed online.

Must not need a database.
"""

from motcua.submissions.v1.events_pb2 import Anomaly
from services.metrics.domain.acts import NOT_ONLINE, ONLINE, PART, settled
from services.metrics.domain.facts import Facts
from tests.metrics.given import IN_PERSON, accepted, ended, facts_of

FIRST = facts_of(accepted())
OTHER = facts_of(accepted(channel=IN_PERSON))._replace(dossier="other")
UNACCEPTED = (Anomaly.ANOMALY_ENDED_WITHOUT_ACCEPTANCE,)


def act_of(other: Facts) -> tuple[int, int]:
    """What the first dossier and the other are to their act."""
    known = {each.dossier: each for each in (FIRST, other)}
    act = settled(known, root=FIRST.dossier, size=2)
    return act[FIRST.dossier].act, act[other.dossier].act


def test_one_dossier_in_person_makes_the_act_one_that_was_not_filed_online() -> None:
    assert act_of(OTHER) == (NOT_ONLINE, PART)


def test_what_was_entered_in_error_or_never_accepted_says_nothing_of_the_act() -> None:
    assert act_of(OTHER._replace(voided=True)) == (ONLINE, PART)
    never = facts_of(accepted(channel=IN_PERSON), ended(anomalies=UNACCEPTED))
    assert act_of(never._replace(dossier="other")) == (ONLINE, PART)
