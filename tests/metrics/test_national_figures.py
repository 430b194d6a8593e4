"""A nation's figure: what is added, and which city is named for which reason.

No database and no stream: what each city released is given.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from typing import Any

import pytest
from google.protobuf import json_format

from motcua.metrics.v1.events_pb2 import ValueState
from motcua.metrics.v1.federation_events_pb2 import (
    MemberEnded,
    MemberReinstated,
    MemberSuspended,
    StreamFault,
)
from services.console.reading.comparison.national import (
    Message,
    computed,
    differences,
    rule_of,
)
from services.metrics.domain.figures import date_message
from services.metrics.domain.periods import Period, midnight
from tests.metrics.given_national import END, ONLINE, OTHER_TEXT, City, asked, states
from tests.metrics.shipped import find

DAY = timedelta(days=1)
BY = rule_of(ONLINE.text)


def two(**second: Any) -> tuple[City, City]:
    """Huế with 71 of 100, and Đà Nẵng as given."""
    hue, danang = City("hue"), City("danang")
    hue.release(71, 100)
    danang.release(40, 50, **second)
    return hue, danang


def test_given_two_cities_that_published_then_the_nation_has_the_sum_of_both() -> None:
    hue, danang = two(unknown=5, excluded={"level_unknown": 7})
    figure = asked(hue, danang)
    receipt = figure.receipt
    assert (receipt.numerator, receipt.denominator, receipt.unknown) == (111, 150, 5)
    assert (receipt.considered, receipt.complete, receipt.adds_up) == (157, True, True)
    assert [(each.reason, each.count) for each in receipt.excluded] == [("level_unknown", 7)]
    assert (figure.percent, figure.percent_low, figure.percent_high) == ("74.0", "74.0", "77.3")
    found = {each.member: (each.percent, each.percent_high) for each in receipt.contributions}
    assert found == {"members/hue": ("71.0", "71.0"), "members/danang": ("80.0", "90.0")}


def test_the_receipt_lists_each_citys_receipt_message_and_position() -> None:
    hue, danang = two()
    danang.release(40, 51)
    receipt = asked(hue, danang).receipt
    assert [(each.member, each.position, each.sequence) for each in receipt.contributions] == [
        ("members/danang", 2, 2),
        ("members/hue", 1, 1),
    ]
    assert receipt.contributions[0].receipt == danang.released[1].event.rate.receipt
    assert {each.stream: each.position for each in receipt.positions} == {
        "metrics": 7,
        "members/danang": 2,
        "members/hue": 1,
    }
    lines = [
        f"members/danang\tCOMPARABLE\t2\t2\t{danang.released[1].leaf}\n",
        f"members/hue\tCOMPARABLE\t1\t1\t{hue.released[0].leaf}\n",
    ]
    assert receipt.digest == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_given_a_city_that_did_not_publish_then_it_is_named_and_not_counted_as_none() -> None:
    hue, danang = City("hue"), City("danang")
    hue.release(71, 100)
    figure = asked(hue, danang)
    assert states(figure) == {"hue": "COMPARABLE", "danang": "NO_DATA"}
    assert (figure.receipt.denominator, figure.receipt.complete) == (100, False)
    assert [each.percent for each in figure.receipt.contributions] == ["", "71.0"]


def test_given_no_city_that_published_then_the_nation_has_no_data_and_no_percentage() -> None:
    figure = asked(City("hue"))
    assert (figure.state, figure.percent) == (ValueState.VALUE_STATE_NO_DATA, "")
    assert not asked().receipt.complete


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({"hidden": True}, "SUPPRESSED"),
        ({"no_data": True}, "NO_DATA"),
        ({"digest": OTHER_TEXT}, "INCOMPARABLE"),
        ({"hidden": True, "digest": OTHER_TEXT}, "INCOMPARABLE"),
        ({"as_of": END - DAY}, "OTHER_CUT_OFF"),
        ({"as_of": END + DAY}, "OTHER_CUT_OFF"),
        ({"period": Period(date(2026, 3, 1), date(2026, 3, 31)), "as_of": END}, "NO_DATA"),
        ({"unit": "units/ward-1"}, "NO_DATA"),
        ({"service": "services/birth"}, "NO_DATA"),
        ({"unknown": 11}, "INCONSISTENT"),
        ({"excluded": {"level_unknown": -1}}, "INCONSISTENT"),
        ({"excluded": {"level_unknown": 10**15 + 1}}, "INCONSISTENT"),
    ],
)
def test_what_is_another_figure_is_named_and_not_added(changes: Any, state: str) -> None:
    hue, danang = two(**changes)
    figure = asked(hue, danang)
    assert states(figure) == {"hue": "COMPARABLE", "danang": state}
    assert (figure.receipt.numerator, figure.receipt.denominator) == (71, 100)


def test_a_receipt_that_states_a_reason_twice_is_inconsistent_by_both_readings() -> None:
    hue, danang = two()
    receipt = danang.release(40, 50, excluded={"level_unknown": 3}).event.rate.receipt
    receipt.excluded.add(reason="level_unknown", count=2)
    receipt.considered += 2
    figure = asked(hue, danang)
    assert states(figure) == {"hue": "COMPARABLE", "danang": "INCONSISTENT"}
    read = {
        each.name: [
            Message(one.sequence, one.leaf, json_format.MessageToDict(one.event))
            for one in each.released
        ]
        for each in (hue, danang)
    }
    assert differences(figure.receipt, computed(figure.receipt, read, by=BY)) == []


@pytest.mark.parametrize("count", [0, 7])
def test_no_words_of_a_city_stand_in_the_nations_sum(count: int) -> None:
    """Else whoever publishes for a city writes on the nation's page."""
    hue, danang = two(excluded={"the nation lies: http://evil.example": count})
    figure = asked(hue, danang)
    assert states(figure) == {"hue": "COMPARABLE", "danang": "INCONSISTENT"}
    assert not figure.receipt.excluded
    read = read_of(hue, danang)
    assert differences(figure.receipt, computed(figure.receipt, read, by=BY)) == []


def test_the_newest_that_fits_best_counts_whatever_it_is_called() -> None:
    """No name that a city invents takes a figure's place, or gives one a second place."""
    hue, danang = two()
    for changes in ({"as_of": END + DAY}, {"digest": OTHER_TEXT}):
        other = danang.release(1, 1, **changes)
        other.event.figure = danang.released[0].event.figure
        other.event.supersedes = danang.released[0].event.publication
    newer = danang.release(60, 80)
    newer.event.figure = "figures/invented"
    figure = asked(hue, danang)
    [contribution] = [each for each in figure.receipt.contributions if each.member == danang.name]
    assert contribution.sequence == newer.sequence == len(danang.released)
    assert states(figure) == {"hue": "COMPARABLE", "danang": "COMPARABLE"}
    danang.release(1, 1, as_of=END + DAY).event.figure = "figures/invented"
    again = asked(hue, danang)
    assert again.receipt.numerator == figure.receipt.numerator == 71 + 60
    assert differences(again.receipt, computed(again.receipt, read_of(hue, danang), by=BY)) == []


def read_of(*cities: City) -> dict[str, list[Message]]:
    """As the second reading has their streams."""
    return {
        each.name: [
            Message(one.sequence, one.leaf, json_format.MessageToDict(one.event))
            for one in each.released
        ]
        for each in cities
    }


def test_both_readings_add_what_several_cities_left_out() -> None:
    hue, danang = two(excluded={"level_unknown": 7, "voided": 0})
    hue.release(71, 100, excluded={"level_unknown": 2})
    figure = asked(hue, danang)
    assert [(each.reason, each.count) for each in figure.receipt.excluded] == [
        ("level_unknown", 9), ("voided", 0)
    ]  # fmt: skip
    read = {each.name: as_read(each) for each in (hue, danang)}
    assert differences(figure.receipt, computed(figure.receipt, read, by=BY)) == []


def test_both_readings_take_what_is_of_another_zone_for_another_figure() -> None:
    hue, danang = two()
    danang.release(45, 60).event.rate.receipt.period.zone = "UTC"
    danang.release(45, 60).event.ClearField("rate")
    figure = asked(hue, danang)
    assert figure.receipt.denominator == 150
    read = {each.name: as_read(each) for each in (hue, danang)}
    assert differences(figure.receipt, computed(figure.receipt, read, by=BY)) == []


def as_read(city: City) -> list[Message]:
    """A stream as the second reading has it."""
    return [
        Message(each.sequence, each.leaf, json_format.MessageToDict(each.event))
        for each in city.released
    ]


def test_an_incomparable_city_is_shown_with_the_digest_of_its_text() -> None:
    figure = asked(*two(digest=OTHER_TEXT))
    stated = {each.member: each.receipt.definition_digest for each in figure.receipt.contributions}
    assert stated["members/danang"] == OTHER_TEXT != figure.receipt.definition_digest
    assert stated["members/hue"] == figure.receipt.definition_digest


def test_given_a_hidden_publication_that_supersedes_a_shown_one_then_no_number_is_added() -> None:
    hue, danang = two()
    danang.release(hidden=True)
    figure = asked(hue, danang)
    assert states(figure)["danang"] == "SUPPRESSED"
    assert figure.receipt.denominator == 100
    assert asked(hue, danang, upto={"members/danang": 1}).receipt.denominator == 150


def test_the_newest_publication_known_at_a_position_counts() -> None:
    hue, danang = two()
    danang.release(45, 60)
    danang.release(1, 9, service="services/birth")
    assert asked(hue, danang).receipt.denominator == 160
    for position, denominator in ((0, 100), (1, 150), (2, 160), (3, 160)):
        figure = asked(hue, danang, upto={"members/danang": position})
        assert figure.receipt.denominator == denominator


def test_a_figure_by_the_nations_text_is_taken_before_a_newer_one_by_another() -> None:
    hue, danang = two()
    danang.release(50, 50, digest=OTHER_TEXT, as_of=END + DAY)
    assert asked(hue, danang).receipt.denominator == 150


def test_given_a_definition_that_does_not_add_up_then_cities_are_listed_without_a_sum() -> None:
    coverage = find("coverage.l3l4", 1)
    hue = City("hue")
    hue.release(71, 100, definition=coverage)
    figure = asked(hue, definition=coverage)
    assert states(figure) == {"hue": "COMPARABLE"}
    assert (figure.receipt.adds_up, figure.receipt.denominator) == (False, 0)
    assert (figure.state, figure.percent) == (ValueState.VALUE_STATE_NO_DATA, "")
    assert figure.receipt.contributions[0].receipt.denominator == 100


def test_of_a_histogram_counts_are_added_and_no_percentage_is_given() -> None:
    waiting = find("counter.waiting", 1)
    hue = City("hue")
    hue.release(90, 100, definition=waiting, unknown=10)
    figure = asked(hue, definition=waiting)
    assert (figure.state, figure.percent) == (ValueState.VALUE_STATE_KNOWN, "")
    assert (figure.receipt.numerator, figure.receipt.denominator) == (90, 100)


def test_a_member_counts_by_its_days_at_the_cut_off() -> None:
    early, late = City("early"), City("late", start=date(2026, 4, 1))
    early.release(71, 100)
    late.release(40, 50)
    assert states(asked(early, late)) == {"early": "COMPARABLE"}
    early.events.append(MemberEnded(member=early.name, end_date=date_message(date(2026, 4, 1))))
    assert states(asked(early, late)) == {"early": "COMPARABLE"}
    as_of = midnight(date(2026, 4, 2))
    early.release(71, 100, as_of=as_of)
    late.release(40, 50, as_of=as_of)
    assert states(asked(early, late, as_of=as_of)) == {"early": "ENDED", "late": "COMPARABLE"}
    april = Period(date(2026, 4, 1), date(2026, 5, 1))
    assert states(asked(early, late, period=april)) == {"late": "NO_DATA"}


def test_given_a_member_that_ended_within_the_period_then_it_is_named_and_not_added() -> None:
    hue, danang = two()
    danang.events.append(MemberEnded(member=danang.name, end_date=date_message(date(2026, 3, 15))))
    figure = asked(hue, danang)
    assert states(figure) == {"hue": "COMPARABLE", "danang": "ENDED"}
    assert (figure.receipt.denominator, figure.receipt.complete) == (100, True)


def test_a_suspended_member_is_named_and_in_no_sum_until_it_is_reinstated() -> None:
    hue, danang = two()
    fault = StreamFault.STREAM_FAULT_REWOUND
    danang.events.append(MemberSuspended(member=danang.name, fault=fault, sequence=1))
    figure = asked(hue, danang)
    assert states(figure)["danang"] == "SUSPENDED"
    assert (figure.receipt.denominator, figure.receipt.complete) == (100, False)
    danang.events.append(MemberReinstated(member=danang.name, reason="restored"))
    assert asked(hue, danang).receipt.denominator == 150


def test_a_sum_is_provisional_where_one_of_its_figures_is() -> None:
    assert not asked(*two()).receipt.provisional
    assert asked(*two(provisional=True)).receipt.provisional
    assert not asked(*two(provisional=True, digest=OTHER_TEXT)).receipt.provisional
