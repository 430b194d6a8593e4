"""Every figure of every definition that was adopted, compared, in all its versions.

Promises that what this reading cannot interpret is named and never called equal.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from services.console.instants import local_day
from services.console.portal.client import Portal
from services.console.portal.requests import gather
from services.console.reading.comparison.adopted_definitions import adopted
from services.console.reading.comparison.aside import aside
from services.console.reading.comparison.comparison import AT_ONCE, EXPLAINED, Comparing
from services.console.reading.comparison.differences import Comparison
from services.console.reading.comparison.dimension_comparison import compare_dimensions
from services.console.reading.comparison.estimate_check import compare_estimates
from services.console.reading.comparison.leaders_comparison import compare_leaders
from services.console.reading.comparison.score_comparison import compare_scores
from services.console.reading.comparison.sums_comparison import compare_sums
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures.activity import COUNTED_BY
from services.console.reading.figures.items import interpreted
from services.console.reading.folding.fold import Reading


async def compare_all(
    portal: Portal, reading: Reading, advance: Callable[[int], None] = lambda _: None
) -> Comparison:
    """Figures, and all that is compared beside them, each asked for while another is computed."""
    now, found = datetime.now(UTC), list[Comparison]()

    async def figures() -> None:
        found.append(await compare(portal, reading, advance))

    others = [Comparison(dict(reading.positions)) for _ in range(5)]
    dimensions, scores, sums, leaders, estimates = others
    work = (
        figures(),
        compare_dimensions(portal, reading, dimensions, now),
        compare_scores(portal, reading, scores, now),
        compare_sums(portal, reading, sums, local_day(now)),
        compare_leaders(portal, reading, leaders),
        compare_estimates(portal, reading, estimates, now),
    )
    await gather(work, at_once=len(work))
    [whole] = found
    for each in others:
        whole.add(each)
    return whole


async def compare(
    portal: Portal, reading: Reading, advance: Callable[[int], None] = lambda _: None
) -> Comparison:
    """Every figure of every definition that this reading can interpret, of services until this
    month.
    """
    known, not_known = interpreted(await adopted(portal))
    now, newest, *older = datetime.now(UTC), *by_age(known)
    online = next((each for each in known if each.name == COUNTED_BY), None)
    comparing = await aside(
        partial(Comparing, online=online), portal, reading, newest, now, advance
    )
    comparing.found.not_known.update(not_known)
    await comparing.compare()
    await gather(map(comparing.check_counts, comparing.covered), at_once=AT_ONCE)
    await gather((comparing.name_items(at) for at in range(EXPLAINED)), at_once=1)
    for versions in older:
        comparing.found.add(
            await compare_older(portal, reading, versions, now, advance, online=online)
        )
    return comparing.found


def by_age(definitions: Sequence[Definition]) -> list[list[Definition]]:
    """The newest version of each id, then of those that have more the one before it, and so on."""
    found: list[list[Definition]] = [[]]
    seen: Counter[str] = Counter()
    for each in definitions:  # the newest version of an id comes first
        if seen[each.id] == len(found):
            found.append([])
        found[seen[each.id]].append(each)
        seen[each.id] += 1
    return found


async def compare_older(
    portal: Portal,
    reading: Reading,
    versions: Sequence[Definition],
    now: datetime,
    advance: Callable[[int], None],
    *,
    online: Definition | None,
) -> Comparison:
    """Figures by versions that another one took the place of, which are called by version."""
    comparing = await aside(
        partial(Comparing, online=online), portal, reading, versions, now, advance
    )
    await comparing.compare()
    await gather((comparing.name_items(at) for at in range(EXPLAINED)), at_once=1)
    return comparing.found.called({each.id: each.name for each in versions})
