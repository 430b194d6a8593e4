"""What two definitions of the same items differ by is a count, whichever class they differ in.

No database: receipts are given.
"""

import pytest

from motcua.metrics.v1.events_pb2 import ExcludedCount
from services.metrics.domain.disclosure.candidates import Candidate
from services.metrics.domain.disclosure.decision import hidden
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_superseded import WORLD, figure, shown

ALL, LEVELS, TO_RESULT = "online_handling.all", "online_handling", "online_handling.e_result"
TIMELY, SATISFIED = "on_time.ended", "satisfaction.derived"


def of(
    definition: str, numerator: int, denominator: int, unknown: int = 0, **excluded: int
) -> Candidate:
    """A figure of ward A, and how many of its items each reason takes."""
    found = figure("a", numerator, denominator, definition=definition)
    found.receipt.unknown = unknown
    found.receipt.considered += sum(excluded.values())
    reasons = (ExcludedCount(reason=name, count=n) for name, n in excluded.items())
    found.receipt.excluded.extend(reasons)
    return found


@pytest.mark.parametrize(
    ("one", "few", "many"),
    [
        # Of 43 who are known not to be online to the result, 40 were not filed online: 3 were.
        (of(ALL, 60, 100), of(TO_RESULT, 40, 100, 17), of(TO_RESULT, 40, 100, 13)),
        # Of 12 of an unknown channel 10 are of levels 3 and 4: 2 are below, or of none known.
        (
            of(ALL, 60, 100, 12),
            of(LEVELS, 50, 80, 10, online_below_3=10, other_below_3=10),
            of(LEVELS, 50, 80, 12, online_below_3=10, other_below_3=10),
        ),
        # Of 60 online 47 are of levels 3 and 4, and 10 below: 3 of 8 of no known level.
        (
            of(ALL, 60, 100),
            of(LEVELS, 47, 82, level_unknown=8, online_below_3=10),
            of(LEVELS, 45, 80, level_unknown=10, online_below_3=10),
        ),
        # Of 50 on time and 6 without a due 54 are not complained of: 2 are.
        (of(SATISFIED, 54, 66), of(TIMELY, 50, 60, no_due=6), of(TIMELY, 53, 60, no_due=6)),
    ],
)
def test_a_small_difference_of_two_definitions_is_hidden(
    one: Candidate, few: Candidate, many: Candidate
) -> None:
    assert hidden({"1": one, "2": few}, {}, DEFINITIONS, WORLD) == {"1", "2"}
    assert hidden({"2": few}, {"1": shown(one)}, DEFINITIONS, WORLD) == {"2"}
    assert hidden({"1": one}, {"2": shown(few)}, DEFINITIONS, WORLD) == {"1"}
    assert hidden({"1": one, "2": many}, {}, DEFINITIONS, WORLD) == set()
