"""Where nobody is, as far as it is known to readers: not by what is hidden, nor by what only a
figure of now tells.

No database: receipts are given.
"""

from services.metrics.domain.disclosure.audit import learned
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.equations import Equations, sum_of
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_combined import BOTH, FEBRUARY, JANUARY, WORLD
from tests.metrics.test_disclosures_superseded import figure, hides_now, shown

FEW = figure("a", 6, 9, period=BOTH)
SEEN = {
    "p": shown(figure("p", 17, 33, period=JANUARY)),
    "a": hides_now(FEW, FEW)._replace(shown=None),
    "b": shown(figure("b", 11, 24, period=BOTH)),
}


def test_that_nobody_is_there_is_told_by_what_is_published_now() -> None:
    """B has 24 in both months. That it has 24 in January, and nobody in February, gives A's 9."""
    wanted = {"b of January": figure("b", 11, 24, period=JANUARY)}
    assert hidden(wanted, SEEN, DEFINITIONS, WORLD) == {*wanted}
    february = {"b of February": figure("b", 0, 0, period=FEBRUARY)}
    assert hidden(february, SEEN, DEFINITIONS, WORLD) == {*february}


def test_of_a_sum_of_none_each_is_none() -> None:
    """The city has nobody in February, so that no ward has."""
    wanted = {"city": figure("city", 0, 0, period=FEBRUARY)}
    assert hidden(wanted, SEEN, DEFINITIONS, WORLD) == {*wanted}
    equations = Equations()
    stated = [sum_of([1, 2, 3], (0, 0), {7}), sum_of([1, 4], (5, 6), ())]
    assert sum_of([4], (5, 6), {7}) in list(learned(equations, stated))
