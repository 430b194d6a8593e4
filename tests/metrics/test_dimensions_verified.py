"""The console recomputes receipts with filters from the streams alone, and agrees with the service.

Promises a real PostgreSQL, any stream, and every kind of item that has dimensions.
"""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from services.console.reading.comparison.receipts import service_numbers
from services.console.reading.figures.activity import COUNTED_BY
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import answered_question
from services.console.reading.figures.recomputation import recomputed
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.dimensions import OF_KIND, Filter
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.receipts import receipt
from services.metrics.queries.positions import NOW
from tests.metrics import given
from tests.metrics.conftest import Fed
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_items_projected import Draw
from tests.metrics.test_kinds_verified import read_again
from tests.metrics.test_reconciled import history

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
SPRING = Period(date(2026, 2, 10), date(2026, 3, 20))
YEAR = Period(date(2026, 1, 1), date(2027, 1, 1))
PERIODS = (  # each with its as_of
    (MARCH, midnight(MARCH.end)),
    (SPRING, midnight(SPRING.end) - timedelta(days=9, hours=5)),
    (YEAR, midnight(YEAR.end)),
)
FILTERS = (
    (Filter("channel", ("online", "unknown")),),
    (Filter("extent", ("full", "none", "unknown")), Filter("level", ("2", "3"))),
    (Filter("assisted", ("no", "unknown")), Filter("field", ("Hộ tịch", "unknown"))),
    (Filter("field", ("Đất đai",)),),
    (Filter("officer", ("o-1", "unknown")),),
    (Filter("corrected", ("yes",)),),
    (Filter("corrected", ("no",)), Filter("due", ("computed",))),
    (Filter("due", ("none", "stated", "unknown")), Filter("withdrawn", ("no", "stated"))),
    (Filter("transferred", ("stated",)),),
    (Filter("corrected", ("no",)), Filter("transferred", ("by_succession", "no"))),
    (Filter("transferred", ("unknown",)), Filter("withdrawn", ("no", "stated"))),
    (Filter("withdrawn", ("by_citizen", "stated")),),
)
# The events drawn say a verdict and no due, by which this reading judges.
NOT_READ = {"verdict"}


async def both(fed: Fed, *kinds: str) -> None:
    """Every filtered receipt of these kinds, recomputed in one pass."""
    shown, not_known = interpreted(map(definition_message, DEFINITIONS))
    assert not not_known
    read = {each.id: each for each in shown if each.kind in kinds and not each.facts & NOT_READ}
    receipts = [
        receipt(await fed.reader.figure(Question(answered, scope, period, as_of), NOW))
        for each in read.values()
        for answered in (DEFINITIONS.find(each.id, each.version),)
        for filters in FILTERS
        if {on for on, _ in filters} <= set(OF_KIND[each.kind])
        for scope in (Scope(filters=filters), Scope(given.DISTRICT, filters=filters))
        for period, as_of in PERIODS
    ]
    asked = [answered_question(each, read[each.definition]) for each in receipts]
    online = next(each for each in shown if each.name == COUNTED_BY)
    figures = recomputed(read_again(fed), asked, online)
    seen: Counter[str] = Counter()
    for of, stated, ours in zip(asked, receipts, figures, strict=True):
        assert ours.numbers() == service_numbers(stated), stated
        seen[of.definition.kind] += stated.considered
    assert {kind for kind, n in seen.items() if n} == set(kinds)


@pytest.mark.parametrize("seed", range(2))
async def test_filtered_receipts_are_recomputed_from_the_streams(fed: Fed, seed: int) -> None:
    renamed = given.published(given.LAND, since=given.AT, version=2)
    renamed.content.field = "Đất đai"
    await fed.learn(renamed)
    await fed.apply(Draw(seed).stream(160), size=50)
    await fed.sweep()
    await both(fed, "dossier", "act", "rating", "petition", "service")


async def test_receipts_of_what_was_received_are_recomputed_at_their_own_cut(fed: Fed) -> None:
    await fed.apply(history(Random(12)), size=41)
    await both(fed, "dossier_at")
