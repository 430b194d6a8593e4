"""Filters where no recount of dossiers reaches: receipts, counted facts, services, names.

Given items with values in dimensions, then each stands in the figures of its own values alone.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from motcua.metrics.v1 import receipts_pb2 as messages
from motcua.metrics.v1.events_pb2 import Filter as Stated
from motcua.submissions.v1.events_pb2 import CHANNEL_ONLINE
from services.chassis.errors import Refusal
from services.chassis.log import Log
from services.metrics.api.receipts import Receipts
from services.metrics.api.servicer import Metrics
from services.metrics.domain.dimensions import VALUES, Filter
from services.metrics.domain.figures import Figure, Question, Scope
from services.metrics.domain.periods import Period, midnight
from services.metrics.domain.refusals import MetricsReason
from services.metrics.queries.figure_names import figure_name
from services.metrics.queries.positions import NOW
from tests.calling import calling
from tests.metrics import given, given_items
from tests.metrics.conftest import Fed
from tests.metrics.corrections import corrected
from tests.metrics.given import AT, BIRTH, CITY, IN_PERSON, LAND, WARD
from tests.metrics.test_figures_revised import CORRECTED, City, accept, causes
from tests.metrics.test_questions_asked import Standing, as_known, asking

MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))


@pytest.fixture(autouse=True)
def _called() -> Iterator[None]:
    with calling():
        yield


@pytest.fixture
async def metrics(fed: Fed) -> Metrics:
    events = [
        *(given.submitted(1), given.accepted(1, level=3, assisted=True)),
        *(given.submitted(2), given.accepted(2, level=4, channel=IN_PERSON)),
        *(given.submitted(3), given.accepted(3, level=3, field="Hộ tịch")),
    ]
    await fed.apply([given.recorded(n, event) for n, event in enumerate(events, 1)])
    projectors = {
        "catalog": Standing(fed.catalog, end=fed.catalog),
        "submissions": Standing(6, end=6),
    }
    return Metrics(fed.reader, as_known(fed, projectors))


async def figure(fed: Fed, name: str, *filters: Filter, service: str = "") -> Figure:
    scope = Scope(service=service, filters=filters)
    definition = fed.reader.definitions.find(name, 0)
    found = await fed.reader.figure(Question(definition, scope, MARCH, midnight(MARCH.end)), NOW)
    items = [item async for item in fed.reader.items(found)]
    assert sum(item.weight for item in items) == found.considered
    return found


async def test_a_receipt_names_its_filters_in_one_order_and_equals_itself(
    fed: Fed, metrics: Metrics
) -> None:
    stated = [Stated(dimension="level", values=["4", "3", "3"]), Stated(dimension="channel")]
    stated[1].values.append("online")
    receipt = (await metrics.GetRate(asking(filters=stated), None)).receipt
    assert [(each.dimension, [*each.values]) for each in receipt.scope.filters] == [
        ("channel", ["online"]),
        ("level", ["3", "4"]),
    ]
    assert (receipt.numerator, receipt.considered, receipt.assisted) == (2, 2, 1)
    receipts = Receipts(metrics, fed.reader)
    request = messages.CompareReceiptRequest(receipt=receipt)
    [same] = [each async for each in receipts.CompareReceipt(request, None)]
    assert not same.comparison.differing
    receipt.scope.filters[0].values[:] = ["in_person"]
    [other] = [
        each
        async for each in receipts.CompareReceipt(
            messages.CompareReceiptRequest(receipt=receipt), None
        )
    ]
    assert {"numerator", "digest"} <= set(other.comparison.differing)


async def test_counted_facts_stand_under_what_they_say_and_else_under_unknown(fed: Fed) -> None:
    begin, end = midnight(MARCH.start), midnight(MARCH.end)
    said = given_items.count(1, 40, start=begin, end=end, channel=CHANNEL_ONLINE, level=4)
    silent = given_items.count(2, 7, start=begin, end=end)
    await fed.apply([given.recorded(1, said, AT), given.recorded(2, silent, AT)])
    for dimension, expected in {
        "channel": {"online": 40, "unknown": 7},
        "level": {"4": 40, "unknown": 7},
        "extent": {"unknown": 47},
        "assisted": {"unknown": 47},
    }.items():
        found = {}
        for value in VALUES[dimension]:
            chosen = await figure(fed, "online_handling.all", Filter(dimension, (value,)))
            found[value] = chosen.considered
        assert {value: n for value, n in found.items() if n} == expected


async def test_dossiers_folded_before_provenance_was_kept_stand_under_unknown(fed: Fed) -> None:
    stated = given.accepted(1, deadline=given.deadline(computed=False))
    await fed.apply([given.recorded(1, given.submitted(1)), given.recorded(2, stated)])
    unknown = {each: Filter(each, ("unknown",)) for each in ("corrected", "due", "withdrawn")}
    for each in unknown.values():
        assert (await figure(fed, "online_handling", each)).considered == 0
    assert (await figure(fed, "online_handling", Filter("due", ("stated",)))).numerator == 1
    await fed.pool.execute(
        "update dossier_items set was_corrected = null, due_set = null, withdrawn_by = null"
    )
    for each in unknown.values():
        assert (await figure(fed, "online_handling", each)).considered == 1
    again = corrected(1, accepted_at=AT, said={"deadline": given.deadline(computed=True)})
    await fed.apply([given.recorded(3, again)])
    for name, value in (("corrected", "yes"), ("due", "computed"), ("withdrawn", "no")):
        assert (await figure(fed, "online_handling", Filter(name, (value,)))).considered == 1


async def test_petitions_folded_before_provenance_was_kept_stand_under_unknown(fed: Fed) -> None:
    moved = [given_items.received(1), given_items.transferred(1), given_items.answered(1)]
    await fed.apply([given.recorded(n, event, AT) for n, event in enumerate(moved, 1)])
    stated = Filter("transferred", ("stated",))
    assert (await figure(fed, "petition.on_time", stated)).numerator == 1
    await fed.pool.execute(
        "update petition_items set was_corrected = null, withdrawn_by = null, transferred_by = null"
    )
    for each in ("corrected", "transferred", "withdrawn"):
        unknown = Filter(each, ("unknown",))
        assert (await figure(fed, "petition.on_time", unknown)).considered == 1
    again = given_items.transferred(1, at=AT - timedelta(days=1))
    await fed.apply([given.recorded(4, again, AT, version=2)])
    assert (await figure(fed, "petition.on_time", stated)).considered == 1


@pytest.mark.parametrize(
    ("dimension", "reason"),
    [
        ("officer", MetricsReason.OFFICER_NOT_PUBLISHED),
        ("corrected", MetricsReason.DIMENSION_NOT_PUBLISHED),
        ("due", MetricsReason.DIMENSION_NOT_PUBLISHED),
        ("withdrawn", MetricsReason.DIMENSION_NOT_PUBLISHED),
        ("transferred", MetricsReason.DIMENSION_NOT_PUBLISHED),
    ],
)
async def test_what_is_for_checks_within_the_house_is_not_published(
    fed: Fed, log: Log, dimension: str, reason: MetricsReason
) -> None:
    with pytest.raises(Refusal) as refused:
        await City(fed, log).publish(
            "petition.on_time" if dimension == "transferred" else "online_handling",
            filters=[Stated(dimension=dimension, values=["unknown"])],
        )
    assert refused.value.reason is reason


async def test_services_stand_under_the_field_of_the_version_in_force(fed: Fed) -> None:
    renamed = given.published(BIRTH, since=AT + timedelta(days=1), version=2)
    renamed.content.field = "Hộ tịch"
    await fed.learn(renamed)
    held, none = Filter("field", ("Hộ tịch",)), Filter("field", ("unknown",))
    for name in ("coverage.l3l4", "coverage.full"):
        assert (await figure(fed, name, held)).considered == 1
        assert (await figure(fed, name, none)).considered == 1
        assert (await figure(fed, name, held, service=LAND)).considered == 0
    await fed.learn(given.opened(), given.assessed(BIRTH, WARD, (AT, 3, 3, 3)))
    assert (await figure(fed, "activity", held)).considered == 1
    assert (await figure(fed, "activity", none)).considered == 0


def test_figures_of_other_filters_have_other_names() -> None:
    definition = given.ONLINE_HANDLING
    online, field = Filter("channel", ("online",)), Filter("field", ("channel", "online"))
    scopes = [
        Scope(CITY),
        Scope(CITY, filters=(online,)),
        Scope(CITY, filters=(field,)),
        Scope(CITY, filters=(online, field)),
        Scope(CITY, filters=(Filter("channel", ("online", "post")),)),
    ]
    names = {
        figure_name(Question(definition, scope, MARCH, midnight(MARCH.end))) for scope in scopes
    }
    assert len(names) == len(scopes)


async def test_an_item_that_filters_choose_no_more_is_told_with_its_cause(
    fed: Fed, log: Log
) -> None:
    city, online = City(fed, log), Stated(dimension="channel", values=["online"])
    await accept(city, 1, 2)
    await city.publish(filters=[online])
    await city.publish()
    await fed.apply([given.recorded(5, corrected(1, accepted_at=AT, channel=IN_PERSON))])
    assert await city.check() == 2
    filtered, whole = sorted(await city.revisions(), key=lambda each: each.rate.receipt.considered)
    assert [*filtered.rate.receipt.scope.filters] == [online]
    assert (filtered.previous.receipt.considered, filtered.rate.receipt.considered) == (2, 1)
    assert whole.rate.receipt.considered == 2
    for revision in (filtered, whole):
        assert causes(revision) == {CORRECTED: 1}
        [item] = await city.moved(revision)
        assert (item.was.id, item.cause, item.position) == (given.dossier(1), CORRECTED, 5)
        assert item.HasField("now") == (revision is whole)
