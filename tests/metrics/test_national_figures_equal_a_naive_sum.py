"""Random cities, publications, knowledge and members, against a sum that looks at every message.

The naive reading shares no code with the domain but the enumeration of states.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given as drawn
from hypothesis import strategies as st

from motcua.metrics.v1.events_pb2 import ValueState
from motcua.metrics.v1.federation_events_pb2 import MemberEnded, MemberSuspended, StreamFault
from services.metrics.domain.figures import date_message
from services.metrics.domain.periods import Period
from tests.metrics.given_national import END, MARCH, OTHER_TEXT, City, asked, states

APRIL = Period(date(2026, 4, 1), date(2026, 5, 1))
DAY = timedelta(days=1)
EXCLUDED = st.dictionaries(st.sampled_from(["level_unknown", "voided"]), st.integers(1, 9))
DAYS = st.sampled_from([date(2026, 2, 1), date(2026, 3, 10), date(2026, 3, 31), date(2026, 4, 1)])


@st.composite
def publications(draw: st.DrawFn) -> dict[str, Any]:
    """One publication; most are of the figure that is asked for."""
    numerator, others, unknown = (draw(st.integers(0, 50)) for _ in range(3))
    usual = {"period": MARCH, "as_of": END, "digest": "", "service": "", "unit": ""}
    usual |= {"hidden": False, "no_data": False, "provisional": False}
    odd = {
        "period": APRIL,
        "as_of": END + DAY,
        "digest": OTHER_TEXT,
        "service": "services/birth",
        "unit": "units/ward-1",
        "hidden": True,
        "no_data": True,
        "provisional": True,
    }
    for name in draw(st.lists(st.sampled_from(sorted(odd)), max_size=2, unique=True)):
        usual[name] = odd[name]
    if usual["hidden"] or usual["no_data"]:
        numerator = others = unknown = 0
    counts = {"numerator": numerator, "denominator": numerator + others + unknown}
    return {**usual, **counts, "unknown": unknown, "excluded": draw(EXCLUDED)}


@st.composite
def nations(draw: st.DrawFn) -> list[tuple[City, list[dict[str, Any]], int, bool, date | None]]:
    """Cities with what they published, how much of it is known, and their membership."""
    found = []
    for name in ("a", "b", "c")[: draw(st.integers(1, 3))]:
        city = City(name, start=draw(DAYS))
        stated = draw(st.lists(publications(), max_size=5))
        for each in stated:
            city.release(**each)
        end = draw(st.none() | st.just(date(2026, 3, 20)) | st.just(date(2026, 4, 1)))
        if end and end > date(2026, 3, 10):
            city.events.append(MemberEnded(member=city.name, end_date=date_message(end)))
        if suspended := draw(st.sampled_from([False, False, False, True])):
            fault = StreamFault.STREAM_FAULT_TREE
            city.events.append(MemberSuspended(member=city.name, fault=fault, sequence=1))
        found.append((city, stated, draw(st.integers(0, len(stated))), suspended, end))
    return found


def naive_state(stated: list[dict[str, Any]]) -> tuple[str, dict[str, Any] | None]:
    """Look at all that is known, from the newest to the oldest."""
    whole = [x for x in stated if x["period"] == MARCH and not x["unit"] and not x["service"]]
    same_text = [x for x in whole if not x["digest"]]
    exact = [x for x in same_text if x["as_of"] == END]
    if exact:
        newest = exact[-1]
        if newest["hidden"]:
            return "SUPPRESSED", None
        return ("NO_DATA", None) if newest["no_data"] else ("COMPARABLE", newest)
    if same_text:
        return "OTHER_CUT_OFF", None
    return ("INCOMPARABLE", None) if whole else ("NO_DATA", None)


@drawn(nations())
def test_a_nations_figure_equals_the_naive_sum(nation: Any) -> None:
    sums: Counter[str] = Counter()
    expected, provisional = {}, False
    for city, stated, known, suspended, end in nation:
        start, last = city.member.start_date, date(2026, 3, 31)
        if date(start.year, start.month, start.day) > last:
            continue
        state, numbers = naive_state(stated[:known])
        if suspended:
            state, numbers = "SUSPENDED", None
        elif end and end <= last:
            state, numbers = "ENDED", None
        expected[city.name.removeprefix("members/")] = state
        if numbers:
            left_out = numbers["excluded"]
            sums.update({name: numbers[name] for name in ("numerator", "denominator", "unknown")})
            sums.update({f"excluded {why}": n for why, n in left_out.items()})
            sums["considered"] += numbers["denominator"] + sum(left_out.values())
            provisional |= numbers["provisional"]
    figure = asked(
        *(city for city, *_ in nation), upto={city.name: known for city, _, known, *_ in nation}
    )
    receipt = figure.receipt
    found = {name: getattr(receipt, name) for name in ("numerator", "denominator", "unknown")}
    found |= {f"excluded {each.reason}": each.count for each in receipt.excluded}
    found["considered"] = receipt.considered
    assert states(figure) == expected
    assert +Counter(found) == +sums
    assert receipt.provisional == provisional
    made = "COMPARABLE" in expected.values()
    assert (figure.state != ValueState.VALUE_STATE_NO_DATA) == made
