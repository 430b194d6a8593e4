"""Patterns of electronic forms: which are taken, and which would take somebody for ever.

Promises that what is taken runs in the engine of linear time, and that a browser's engine is not
sent back and forth. Must not need a database.
"""

from __future__ import annotations

import re

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.catalog.domain import form_letters
from services.catalog.domain.form_patterns import Effort, Unsound, require_linear

TAKEN = [
    "^$",
    r"^\p{Lu}\P{L}$",
    r"^(Ông|Bà)( \p{Lu}[\p{L}]*)+$",
    r"^[\p{L} .'-]{2,100}$",
    r"^0\d{9}$",
    r"^\d{9}(\d{3})?$",
    r"^(?:[01]\d|2[0-3]):[0-5]\d$",
    r"^[\w.+-]+@[\w-]+(\.[\w-]+)+$",
    r"^(\d{3}[-. ]?){2,}$",
    r"^([A-Z]{2}\d{6,8}(, ?)?)+$",
    r"^H26\.\d+(\.\d+)*$",
    r"(?<năm>\d{4})-(?<tháng>\d\d)",
    r"\u{1F600}\u0041\x41\n\t\/\-",
    "[ -~]",
    r"[^\p{L}\d]",
    r"(-[a-z]+)*",
    "a{1000}",
    "(a|b|c)*",
    r"^.*\.pdf$",
]
NOT_LINEAR = [r"(?=a)b", r"(?!a)b", r"(?<=a)b", r"(?<!a)b", r"(a)\1", r"(?<n>a)\k<n>", "(?i)a",
              "(?P<n>a)", "(?>a)"]  # fmt: skip
AMBIGUOUS = [
    "(a+)+$",
    "(a*)*",
    "(a|a)*",
    "(a|aa)+$",
    "([a-z]+)*x",
    r"^(\w+\s?)*$",
    "(a?a?)*",
    "(.*)*",
    "(x+x+)+y",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    "(a{0,32}){0,32}",
    "(a{1,40}){1,40}",
    r"([a-c]\d*|[c-e]\d*)*",
    r"(\p{L}+|\p{Lu})*",
    "(?:" * 20 + "a" + ")*" * 20,
]
INVALID = ["(", ")", "[", "[]", "[^]", "*", "a**", "a++", "a{2}{3}", "a{2", "}", r"\q", r"\p{Nope}",
           r"\c", r"[\w-z]", "[b-a]", "[a&&b]", "[[:alpha:]]", "[a--b]", r"\A", r"\z", r"\Qa\E",
           "(" * 900 + ")" * 900, "a" * 1001, "(?<a>b)(?<a>c)", r"\u{110000}"]  # fmt: skip


def why(pattern: str) -> str:
    """The reason why a pattern is not taken; "" where it is."""
    try:
        require_linear(pattern, Effort())
    except Unsound as unsound:
        return unsound.reason.code.removeprefix("FORM_SCHEMA_PATTERN_")
    return ""


@pytest.mark.parametrize("pattern", TAKEN)
def test_a_pattern_of_a_form_as_people_write_it_is_taken(pattern: str) -> None:
    assert why(pattern) == ""


@pytest.mark.parametrize("pattern", NOT_LINEAR)
def test_what_no_engine_of_linear_time_can_do_is_refused(pattern: str) -> None:
    assert why(pattern) == "NOT_LINEAR"


@pytest.mark.parametrize("pattern", AMBIGUOUS, ids=lambda each: each[:30])
def test_what_sends_a_browser_back_and_forth_is_refused(pattern: str) -> None:
    assert why(pattern) == "AMBIGUOUS"


@pytest.mark.parametrize("pattern", INVALID, ids=lambda each: each[:30])
def test_what_engines_do_not_read_alike_is_refused(pattern: str) -> None:
    assert why(pattern) == "INVALID"


letters = some.sampled_from(["a", "b", "c", "[ab]", "[^a]", ".", r"\d", r"\w"])
patterns = some.recursive(
    letters,
    lambda inner: some.one_of(
        some.tuples(inner, inner).map("".join),
        some.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        some.tuples(inner, some.sampled_from(["*", "+", "?", "{1,3}", "{2}"])).map(
            lambda two: f"(?:{two[0]}){two[1]}"
        ),
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(patterns)
def test_a_pattern_that_is_taken_is_quick_in_an_engine_that_goes_back_and_forth(
    pattern: str,
) -> None:
    if why(pattern):
        return
    compiled = re.compile(pattern)
    for text in ("a" * 40 + "!", "ab" * 20 + "!", "abc1" * 10 + "!", "1" * 40 + "!"):
        compiled.fullmatch(text)  # were it exponential, this would not end: 2^40 steps


@settings(max_examples=100, deadline=None)
@given(some.text(alphabet=r"ab()[]{}*+?|\^$.-,019pLdkuxn<>=!:&", max_size=12))
def test_whatever_is_written_is_taken_by_the_linear_engine_or_refused(pattern: str) -> None:
    if why(pattern) == "":
        options = jsonschema_rs.RegexOptions()
        assert jsonschema_rs.validator_for({"pattern": pattern}, pattern_options=options)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        (r"\d", r"\w", True),
        (r"\d", r"\D", False),
        (r"\s", r"\S", False),
        (r"\p{L}", "a", True),
        (r"\p{L}", "1", False),
        (r"\p{L}", "Đ", True),
        (r"\P{L}", "a", False),
        (r"\P{Lu}", "a", True),
        (r"\p{Script=Latin}", "-", True),
        ("[^a-c]", "b", False),
        ("[^a-c]", "d", True),
        (r"[^\p{L}]", "a", True),  # it is not known what a property leaves, so all may be
        ("[a-c]", "[c-e]", True),
        ("[a-c]", "[d-f]", False),
        (r"[\d.-]", "-", True),
    ],
)
def test_sets_of_letters_meet(one: str, other: str, meet: bool) -> None:
    assert form_letters.overlap(letters_of(one), letters_of(other)) is meet
    assert form_letters.overlap(letters_of(other), letters_of(one)) is meet


def letters_of(written: str) -> form_letters.Letters:
    if written.startswith("["):
        found = form_letters.of_class(written, 1)
    elif written.startswith("\\"):
        found = form_letters.of_escape(written, 1)
    else:
        return form_letters.one(written)
    assert found is not None
    return found[0]
