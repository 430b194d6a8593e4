"""Addresses: each figure has one, and reading it gives the question back.

Whatever else is written is refused in words.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.pages import questions
from services.pages.policy import is_foreign
from services.pages.questions import Question
from services.pages.refused import Refused

DAYS = st.dates(date(1900, 1, 1), date(9998, 1, 1))
NAMES = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters="/"), min_size=1, max_size=20
)
PERIODS = st.tuples(DAYS, st.integers(1, 400)).map(lambda of: (of[0], of[0] + timedelta(of[1])))
INSTANTS = DAYS.flatmap(
    lambda day: st.times().map(lambda at: datetime.combine(day, at, UTC) + timedelta(days=1))
)
POSITIONS = st.integers(0, 10**15 - 1)
FILTERS = (
    (),
    (("channel", ("online", "post")),),
    (("field", ("đất",)), ("level", ("3",))),
)
QUESTIONS = st.builds(
    Question,
    definition=st.from_regex(r"[a-z0-9_.]{1,20}", fullmatch=True),
    version=st.integers(0, 10**6),
    unit=st.one_of(st.just(""), NAMES),
    service=st.one_of(st.just(""), NAMES),
    alone=st.booleans(),
    period=st.one_of(st.none(), PERIODS),
    as_of=st.one_of(st.none(), INSTANTS),
    units_at=st.one_of(st.none(), INSTANTS),
    filters=st.sampled_from(FILTERS),
    known=st.one_of(
        st.just(()),
        st.tuples(POSITIONS, POSITIONS).map(
            lambda of: (("catalog", of[0]), ("submissions", of[1]))
        ),
    ),
)


def read(address: str) -> Question:
    parts = urlsplit(address)
    name = unquote(parts.path.removeprefix("/figures/"))
    return questions.question(name, dict(parse_qsl(parts.query)))


@given(QUESTIONS)
def test_reading_an_address_gives_the_question_back(question: Question) -> None:
    assert read(questions.address(question)) == question


@given(QUESTIONS)
def test_a_question_has_one_address(question: Question) -> None:
    address = questions.address(question)
    assert questions.address(read(address)) == address


NAMED = ("period", "known", "as_of", "units", "where", "page", "alone")


@given(st.text(max_size=30), st.sampled_from(NAMED))
def test_whatever_else_is_written_is_refused_in_words(value: str, name: str) -> None:
    refused = refusal(name, value)
    if refused is not None:
        assert refused.status == 400
        assert refused.words["vi"] != refused.words["en"]
        assert name in refused.words["en"]


def refusal(name: str, value: str) -> Refused | None:
    """How a parameter is refused; None where it is understood."""
    try:
        questions.question("online_handling@1", {name: value})
        questions.page({name: value})
    except Refused as refused:
        return refused
    return None


@pytest.mark.parametrize(
    ("value", "start", "end"),
    [
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-Q1", "2026-01-01", "2026-04-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-02-15/2026-03-15", "2026-02-15", "2026-03-15"),
    ],
)
def test_periods_are_written_shortly(value: str, start: str, end: str) -> None:
    period = questions.period({"period": value})
    assert period == (date.fromisoformat(start), date.fromisoformat(end))
    assert questions.written(period) == value


@pytest.mark.parametrize(
    "value", ["9999", "9999-12", "2026-13", "2026-Q5", "2026-03-01/2026-03-01", "x", "2026/2027"]
)
def test_what_is_no_period_is_refused(value: str) -> None:
    with pytest.raises(Refused):
        questions.period({"period": value})


def test_a_form_of_another_site_is_foreign() -> None:
    ours = {"host": "city.example", "origin": "https://city.example"}
    assert not is_foreign(ours)
    assert not is_foreign({"host": "city.example", "origin": "null"})
    assert not is_foreign(
        {"host": "city.example", "sec-fetch-site": "same-origin", "origin": "null"}
    )
    assert is_foreign({**ours, "origin": "https://evil.example"})
    assert is_foreign({**ours, "sec-fetch-site": "cross-site"})


def test_a_unit_is_named_by_its_id_or_as_the_contract_names_it() -> None:
    named = questions.question("online_handling@1", {"unit": "units/an-lac"})
    assert named == questions.question("online_handling@1", {"unit": "an-lac"})
