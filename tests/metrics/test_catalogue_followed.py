"""Coverage while the catalogue changes: closings, retirements, corrections, withdrawals and moves.

Given what was recorded and when it took effect, when a figure is asked for as of an instant, now or
as known earlier, then these numbers.
"""

from datetime import timedelta

from motcua.metrics.v1.events_pb2 import ValueState
from motcua.metrics.v1.metrics_pb2 import Breakdown
from services.metrics.domain.figures import Scope
from services.metrics.domain.periods import midnight
from services.metrics.domain.receipts import rate
from services.metrics.queries.listing import Listing
from services.metrics.queries.positions import NOW
from tests.metrics.conftest import Fed
from tests.metrics.given import (
    AT,
    BIRTH,
    CITY,
    COVERAGE_L3L4,
    DISTRICT,
    LAND,
    OTHER,
    WARD,
    assessed,
    closed,
    moved,
    opened,
    published,
    retired,
    unit_closed,
    unit_opened,
    unit_withdrawn,
    version_withdrawn,
    withdrawn,
)
from tests.metrics.test_coverage_read import JUNE, MARCH, MAY, covered
from tests.metrics.test_figures_read import asking, explained, submit

CUT = midnight(JUNE.end)
DAY = timedelta(days=1)
ONLINE = (opened(), assessed(BIRTH, WARD, (AT, 3, 3, 3)))


async def numbers(fed: Fed, scope: Scope, **asked: object) -> tuple[int, int]:
    """Numerator and denominator as of the end of June, unless told otherwise."""
    found = await covered(fed, scope, **({"as_of": CUT} | asked))  # type: ignore[arg-type]
    return found.numerator, found.denominator


async def test_a_closed_offering_counts_until_its_closing(fed: Fed) -> None:
    await fed.learn(*ONLINE, closed(since=MAY), assessed(BIRTH, WARD, (MAY,)))
    assert await numbers(fed, Scope(), as_of=MAY) == (1, 2)
    assert await numbers(fed, Scope(), as_of=MAY + timedelta(microseconds=1)) == (0, 2)
    assert await numbers(fed, Scope(WARD)) == (0, 0)


async def test_a_reopened_offering_counts_again(fed: Fed) -> None:
    await fed.learn(*ONLINE, assessed(BIRTH, WARD, (MAY,), (MAY + DAY, 4, 4, 4)))
    assert await numbers(fed, Scope(WARD), as_of=MAY + DAY) == (0, 0)
    assert await numbers(fed, Scope(WARD)) == (1, 1)


async def test_a_plan_that_is_withdrawn_was_known_for_a_while(fed: Fed) -> None:
    await fed.learn(opened(LAND, since=MAY), assessed(LAND, WARD, (MAY, 3, 3, 3)))
    planned = fed.catalog
    await fed.learn(withdrawn(LAND, version=1), assessed(LAND, WARD, since=MAY))
    assert await numbers(fed, Scope(WARD)) == (0, 0)
    assert await numbers(fed, Scope(WARD), catalog=planned) == (1, 1)


async def test_a_closing_changes_now_and_not_what_was_known(fed: Fed) -> None:
    await fed.learn(*ONLINE)
    known = fed.catalog
    await fed.learn(assessed(BIRTH, WARD, (AT + DAY,)))
    assert await numbers(fed, Scope()) == (0, 2)
    assert await numbers(fed, Scope(), catalog=known) == (1, 2)


async def test_spans_told_in_one_batch_are_as_in_many(fed: Fed) -> None:
    await fed.learn(
        assessed(BIRTH, WARD, (MAY, 3, 3, 3)),
        assessed(BIRTH, WARD, (MAY - DAY,)),
        assessed(BIRTH, WARD, (AT, 3, 3, 3)),
        assessed(BIRTH, WARD, (MAY - 2 * DAY,)),
    )
    top = fed.catalog
    assert [
        [(await numbers(fed, Scope(WARD), catalog=at, as_of=each))[1] for each in (MAY - DAY, CUT)]
        for at in range(top - 4, top + 1)
    ] == [[0, 0], [0, 1], [0, 0], [1, 1], [0, 0]]


async def test_what_an_assessment_does_not_say_goes_on(fed: Fed) -> None:
    """A closing of May is withdrawn in favour of one of June: nothing is said of May anew."""
    june = MAY + 30 * DAY
    await fed.learn(*ONLINE, assessed(BIRTH, WARD, (MAY,)))
    await fed.learn(assessed(BIRTH, WARD, (june,), since=MAY))
    assert await numbers(fed, Scope(WARD), as_of=june) == (1, 1)
    assert await numbers(fed, Scope(WARD), as_of=june + DAY) == (0, 0)


async def test_what_was_decided_of_an_offering_tells_nothing_by_itself(fed: Fed) -> None:
    """A planned opening ends with its unit before it begins, and no span is told of it."""
    await fed.learn(*ONLINE)
    await fed.learn(closed(since=AT - DAY), opened(since=AT + DAY))
    assert await numbers(fed, Scope(WARD)) == (1, 1)


async def test_a_retired_service_is_not_counted_and_stays_in_old_reports(fed: Fed) -> None:
    await fed.learn(*ONLINE)
    known = fed.catalog
    await fed.learn(retired(since=MAY), assessed(BIRTH, WARD, (MAY,)))
    assert await numbers(fed, Scope()) == (0, 1)
    assert await numbers(fed, Scope(), as_of=midnight(MARCH.end)) == (1, 2)
    assert await numbers(fed, Scope(), catalog=known) == (1, 2)
    await fed.learn(retired(LAND, since=MAY))
    reply = rate(await covered(fed, as_of=CUT))
    assert reply.state == ValueState.VALUE_STATE_EMPTY


async def test_a_withdrawn_version_never_came_into_force(fed: Fed) -> None:
    await fed.learn(published(BIRTH, OTHER, since=MAY, version=2))
    assert await numbers(fed, Scope(OTHER)) == (0, 1)
    known = fed.catalog
    await fed.learn(version_withdrawn(BIRTH, 2))
    assert await numbers(fed, Scope(OTHER)) == (0, 0)
    assert await numbers(fed, Scope(OTHER), catalog=known) == (0, 1)


async def test_a_version_said_again_replaces_what_was_said(fed: Fed) -> None:
    await fed.learn(published(BIRTH, OTHER))
    assert await numbers(fed, Scope(OTHER)) == (0, 1)
    assert await numbers(fed, Scope(CITY, alone=True)) == (0, 1)
    known = fed.catalog - 1
    assert await numbers(fed, Scope(OTHER), catalog=known) == (0, 0)


async def test_versions_told_and_taken_back_in_one_batch_are_as_in_many(fed: Fed) -> None:
    await fed.learn(
        published(BIRTH, WARD, since=MAY, version=2),
        published(BIRTH, OTHER, since=MAY, version=2),
        version_withdrawn(BIRTH, 2),
        published(BIRTH, DISTRICT, since=MAY, version=2),
    )
    top = fed.catalog
    authorities = [
        [unit for unit in (CITY, DISTRICT, WARD, OTHER) if await at(fed, unit, position)]
        for position in range(top - 4, top + 1)
    ]
    assert authorities == [[CITY], [WARD], [OTHER], [CITY], [DISTRICT]]


async def at(fed: Fed, unit: str, position: int) -> bool:
    """Whether this very unit is the authority of the service."""
    scope = Scope(unit, BIRTH, alone=True)
    return await numbers(fed, scope, catalog=position) == (0, 1)


async def test_an_assessment_that_claims_no_level_leaves_it_unknown(fed: Fed) -> None:
    await fed.learn(*ONLINE)
    await fed.learn(assessed(BIRTH, WARD, (MAY, None)))
    assert await numbers(fed, Scope(WARD), as_of=MAY) == (1, 1)
    found = await covered(fed, Scope(WARD), as_of=CUT)
    assert (found.numerator, found.unknown, found.denominator) == (0, 1, 1)


async def test_a_moved_unit_counts_below_its_parent_of_the_day(fed: Fed) -> None:
    await fed.learn(*ONLINE, moved(WARD, OTHER, MAY))
    for scope, at_may, later in (
        (DISTRICT, (1, 1), (0, 0)), (OTHER, (0, 0), (1, 1)), (WARD, (1, 1), (1, 1)),
        (CITY, (1, 2), (1, 2)),
    ):  # fmt: skip
        assert await numbers(fed, Scope(scope), as_of=MAY) == at_may, scope
        assert await numbers(fed, Scope(scope)) == later, scope


async def test_what_lies_below_a_moved_unit_moves_along(fed: Fed) -> None:
    hamlet = "units/hamlet"
    await fed.learn(unit_opened(hamlet, WARD))
    await fed.learn(assessed(BIRTH, hamlet, (AT, 4, 4, 4)), moved(WARD, OTHER, MAY))
    assert await numbers(fed, Scope(OTHER)) == (1, 1)
    assert await numbers(fed, Scope(DISTRICT), as_of=MAY) == (1, 1)
    assert await numbers(fed, Scope(DISTRICT)) == (0, 0)


async def test_a_move_is_known_from_its_position_on(fed: Fed) -> None:
    await fed.learn(*ONLINE)
    known = fed.catalog
    await fed.learn(moved(WARD, OTHER, AT + DAY))
    assert await numbers(fed, Scope(OTHER)) == (1, 1)
    assert await numbers(fed, Scope(OTHER), catalog=known) == (0, 0)
    assert await numbers(fed, Scope(DISTRICT), catalog=known) == (1, 1)


async def test_a_withdrawn_move_was_known_for_a_while(fed: Fed) -> None:
    await fed.learn(*ONLINE, moved(WARD, OTHER, MAY))
    planned = fed.catalog
    await fed.learn(unit_withdrawn(WARD, fed.versions[WARD]))
    assert await numbers(fed, Scope(DISTRICT)) == (1, 1)
    assert await numbers(fed, Scope(OTHER), catalog=planned) == (1, 1)
    assert await numbers(fed, Scope(DISTRICT), catalog=planned - 1) == (1, 1)


async def test_a_move_told_and_withdrawn_in_one_batch_is_as_in_two(fed: Fed) -> None:
    await fed.learn(*ONLINE)
    await fed.learn(moved(WARD, OTHER, MAY), unit_withdrawn(WARD, 2), moved(WARD, CITY, MAY))
    assert [
        [await numbers(fed, Scope(unit), catalog=fed.catalog - n) for unit in (DISTRICT, OTHER)]
        for n in (3, 2, 1, 0)
    ] == [[(1, 1), (0, 0)], [(0, 0), (1, 1)], [(1, 1), (0, 0)], [(0, 0), (0, 0)]]


async def test_a_unit_that_ended_keeps_its_last_ancestors(fed: Fed) -> None:
    await fed.learn(*ONLINE, moved(WARD, OTHER, MAY))
    planned = fed.catalog
    await fed.learn(unit_closed(WARD, MAY))
    assert await numbers(fed, Scope(DISTRICT)) == (1, 1)
    assert await numbers(fed, Scope(OTHER), catalog=planned) == (1, 1)
    await fed.learn(unit_closed(DISTRICT, MAY), unit_withdrawn(WARD, fed.versions[WARD]))
    assert await numbers(fed, Scope(DISTRICT)) == (0, 0)
    assert await numbers(fed, Scope(OTHER)) == (1, 1)


async def test_a_unit_lies_before_its_opening_where_it_will_open(fed: Fed) -> None:
    await fed.learn(*ONLINE, assessed(LAND, OTHER, (AT - 2 * DAY, 0, 4, 0)))
    await fed.learn(published(LAND, since=AT - 9 * DAY))
    early = {"as_of": AT - DAY}
    assert await numbers(fed, Scope(CITY), **early) == (0, 1)
    assert await numbers(fed, Scope(OTHER), **early) == (0, 1)


async def test_units_are_listed_below_the_ancestors_of_the_day(fed: Fed) -> None:
    await fed.learn(*ONLINE, moved(WARD, OTHER, MAY))
    positions = await fed.reader.current_positions(Scope())
    names = {}
    for period in (MARCH, JUNE):
        listing = Listing(
            COVERAGE_L3L4, Scope(DISTRICT), period, Breakdown.BREAKDOWN_UNIT, positions
        )
        rows, _ = await fed.reader.page(listing, 100)
        names[period] = [(row.key, row.figure.question.scope.alone) for row in rows]
    assert names == {MARCH: [(WARD, False)], JUNE: []}


async def test_units_as_they_were_then_and_as_they_are_now(fed: Fed) -> None:
    await fed.apply([*submit(0, 1), *submit(2, 2, unit=OTHER)])
    await fed.learn(moved(WARD, OTHER, MAY))
    told = []
    for unit in (DISTRICT, OTHER):
        for as_of in (midnight(MARCH.end), MAY, CUT):
            found = await fed.reader.figure(asking(Scope(unit), as_of=as_of), NOW)
            assert await explained(fed, found) == found.digest
            told.append(found.denominator)
    assert told == [1, 1, 0, 1, 1, 2]


async def test_permissions_follow_the_tree_of_the_day(fed: Fed) -> None:
    await fed.learn(moved(WARD, OTHER, MAY))
    assert fed.tree.within(DISTRICT, WARD, MAY - DAY)
    assert fed.tree.within(OTHER, WARD, MAY)
    await fed.learn(unit_withdrawn(WARD, 2))
    assert fed.tree.within(DISTRICT, WARD, MAY)
    await fed.inbox.load(fed.pool)
    assert fed.tree.within(DISTRICT, WARD, MAY)
    assert not fed.tree.within(OTHER, WARD, MAY)
