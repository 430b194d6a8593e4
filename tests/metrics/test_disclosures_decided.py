"""Which figures are hidden from the public, by their own counts, and what of a figure is public.

No database: receipts are given.
"""

import pytest

from motcua.metrics.v1.events_pb2 import (
    Bucket,
    Disclosure,
    ExcludedCount,
    Percentile,
    Rate,
    Receipt,
    ValueState,
)
from services.metrics.domain.disclosure.decision import Candidate, Disclosed, hidden
from services.metrics.domain.disclosure.small import has_small, public
from services.metrics.domain.figures import Question, Scope
from services.metrics.domain.periods import Period, midnight, month_named
from tests.metrics.shipped import find

MARCH = Period(month_named("2026-03"), month_named("2026-04"))


def receipt(numerator: int, denominator: int, unknown: int = 0, *excluded: int) -> Receipt:
    return Receipt(
        numerator=numerator,
        denominator=denominator,
        unknown=unknown,
        considered=denominator + sum(excluded),
        excluded=[ExcludedCount(reason=f"r{n}", count=each) for n, each in enumerate(excluded)],
    )


def question(definition: str, unit: str = "units/a") -> Question:
    return Question(find(definition), Scope(unit), MARCH, midnight(MARCH.end))


@pytest.mark.parametrize(
    ("counts", "small"),
    [
        ((0, 0), False),
        ((5, 10), False),
        ((10, 10), False),
        ((0, 5), False),
        ((4, 10), True),
        ((1, 1), True),
        ((6, 10), True),  # four are not in the numerator
        ((5, 10, 4), True),
        ((5, 10, 5), False),
        ((5, 10, 0, 5, 3), True),
        ((5, 10, 0, 5), False),
        ((0, 0, 0, 2), True),
    ],
)
def test_a_count_of_one_to_four_hides_a_figure(counts: tuple[int, ...], small: bool) -> None:
    assert has_small(receipt(*counts)) == small


def wanted(**receipts: Receipt) -> dict[str, Candidate]:
    """By definition; the name of a figure is that of its definition."""
    named = {name.replace("__", "."): each for name, each in receipts.items()}
    return {name: Candidate(question(name), each) for name, each in named.items()}


SOUND, SMALL = receipt(5, 10), receipt(1, 10)


def test_definitions_of_one_kind_and_key_are_hidden_together() -> None:
    figures = wanted(
        on_time__ended=SMALL, e_result=SOUND, online_handling=SOUND, online_handling__acts=SOUND
    )
    assert hidden(figures, {}) == {"on_time.ended", "e_result"}


def test_what_is_published_later_is_hidden_with_what_was_hidden() -> None:
    before = Disclosed(question("on_time.ended"), SMALL, disclosed=False, shown=None)
    assert hidden(wanted(e_result=SOUND), {"before": before}) == {"e_result"}
    elsewhere = before._replace(question=question("on_time.ended", "units/b"))
    assert hidden(wanted(e_result=SOUND), {"before": elsewhere}) == set()
    again = wanted(on_time__ended=SOUND, e_result=SOUND)
    assert hidden(again, {"on_time.ended": before}) == set()


def test_services_tell_of_no_person_however_few_they_are() -> None:
    assert hidden(wanted(coverage__l3l4=SMALL, standard__met=SMALL), {}) == set()


def test_of_a_hidden_figure_only_its_question_and_positions_are_public() -> None:
    whole = receipt(1, 9, 1, 2)
    for field in ("definition", "digest", "definition_digest"):
        setattr(whole, field, field)
    whole.scope.unit, whole.provisional, whole.assisted = "units/a", True, 3
    rate = Rate(receipt=whole, state=ValueState.VALUE_STATE_KNOWN, percent="11.1",
        percent_low="11.1", percent_high="22.2", percentiles=[Percentile(rank=50)])  # fmt: skip
    kept = Receipt(definition="definition", definition_digest="definition_digest")
    kept.scope.unit = "units/a"
    nothing = Rate(receipt=kept, state=ValueState.VALUE_STATE_SUPPRESSED)
    for disclosure in (Disclosure.DISCLOSURE_HIDDEN, Disclosure.DISCLOSURE_UNSPECIFIED):
        assert public(rate, disclosure) == nothing
    assert rate.receipt.numerator == 1  # the publication stays as it is


def test_of_a_shown_figure_no_count_is_public_that_is_not_audited() -> None:
    whole = receipt(6, 12)
    whole.assisted, whole.not_attributable = 3, 2
    whole.buckets.append(Bucket(up_to=5, count=2))
    rate = Rate(receipt=whole, state=ValueState.VALUE_STATE_KNOWN, percentiles=[Percentile()])
    found = public(rate, Disclosure.DISCLOSURE_SHOWN)
    assert found == Rate(
        receipt=receipt(6, 12), state=ValueState.VALUE_STATE_KNOWN, percentiles=[Percentile()]
    )
