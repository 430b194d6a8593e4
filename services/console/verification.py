"""Every figure of every definition that was adopted, compared, in all its versions.

Promises that what this reading cannot interpret is named and never called equal.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from services.console.adopted import adopted
from services.console.comparison import AT_ONCE, EXPLAINED, Comparing
from services.console.definitions.definition import Definition
from services.console.differences import Comparison
from services.console.fold import Reading
from services.console.intake import gather
from services.console.items import interpreted
from services.console.portal import Portal


async def compare(
    portal: Portal, reading: Reading, advance: Callable[[int], None] = lambda _: None
) -> Comparison:
    """Every figure of every definition that this reading can interpret, of services until this
    month.
    """
    known, not_known = interpreted(await adopted(portal))
    now, newest, *older = datetime.now(UTC), *by_age(known)
    comparing = Comparing(portal, reading, newest, now, advance)
    comparing.found.not_known.update(not_known)
    for definition in newest:
        await comparing.compare(definition)
    await gather(map(comparing.check_counts, comparing.covered), at_once=AT_ONCE)
    await gather((comparing.name_items(at) for at in range(EXPLAINED)), at_once=1)
    for versions in older:
        comparing.found.add(await compare_older(portal, reading, versions, now, advance))
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
) -> Comparison:
    """Figures by versions that another one took the place of, which are called by version."""
    comparing = Comparing(portal, reading, versions, now, advance)
    for definition in versions:
        await comparing.compare(definition)
    await gather((comparing.name_items(at) for at in range(EXPLAINED)), at_once=1)
    return comparing.found.called({each.id: each.name for each in versions})
