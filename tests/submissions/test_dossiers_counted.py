"""Where a dossier counts: given what happened to it, then a population, a unit and a local day.

Promises examples with dates; `test_counts_served.py` holds what follows for counted facts.
"""

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from services.submissions.domain.dossier.counted import memberships
from tests.submissions.live_dossier import DAY, MONDAY, UNIT, WARD_2, LiveDossier, lived

SUBMITTED, ACCEPTED = events.POPULATION_SUBMITTED, events.POPULATION_ACCEPTED
ENDED, RATED = events.POPULATION_ENDED, events.POPULATION_RATED


def where(dossier: LiveDossier) -> dict[int, tuple[str, str]]:
    """Unit and day, by population."""
    found = memberships(dossier.state)
    assert {each.service for each in found} <= {"services/birth"}
    return {each.population: (each.unit, f"{each.day:%d %b}") for each in found}


def test_a_dossier_counts_from_each_fact_on_for_the_unit_of_that() -> None:
    dossier = lived()
    assert where(dossier) == {SUBMITTED: (UNIT, "02 Mar")}
    dossier.do("accept", after=DAY)
    dossier.do("transfer")
    dossier.do("result", after=DAY)
    dossier.do("rate", after=DAY)
    dossier.do("rate", after=DAY, value=1)
    assert where(dossier) == {
        SUBMITTED: (UNIT, "02 Mar"), ACCEPTED: (UNIT, "03 Mar"), ENDED: (WARD_2, "04 Mar"),
        RATED: (WARD_2, "05 Mar"),
    }  # fmt: skip


def test_a_withdrawn_or_voided_one_has_no_end_and_no_place() -> None:
    dossier = lived("accept", "withdraw")
    assert set(where(dossier)) == {SUBMITTED, ACCEPTED}
    dossier.do("void")
    assert where(dossier) == {}
    dossier.correct(4)
    assert set(where(dossier)) == {SUBMITTED, ACCEPTED}


def test_it_counts_where_a_correction_puts_it() -> None:
    dossier = lived()
    dossier.do("accept", after=DAY)
    dossier.correct(2, Statement(time=MONDAY))
    assert where(dossier)[ACCEPTED] == (UNIT, "02 Mar")
    dossier.correct(2)
    assert set(where(dossier)) == {SUBMITTED}
