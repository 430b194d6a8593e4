"""Grounds of refusal mean one thing everywhere: what has one code has one text, in every service.

Example: UNIT_UNKNOWN reads the same of the catalogue and of submissions, so that a portal's own
words for it fit both.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest

from services.chassis.reasons import Kind, Reason
from services.refusals import listed, names, reasons

CALLS = (Path(__file__).parents[2] / "docs" / "calls.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (`[A-Z_0-9]+`.*?) \| (`[A-Z_]+`(?:, `[A-Z_]+`)?) \| [^|]+ \|$", re.MULTILINE)

Said = dict[str, dict[tuple[Kind, str, str], set[str]]]  # by code, what it says, where


@pytest.fixture(scope="module")
def by_code() -> Said:
    """Where each code stands, by what it says."""
    found: Said = defaultdict(lambda: defaultdict(set))
    for module, reason in reasons():
        found[reason.code][reason.value].add(module)
    assert {"UNIT_UNKNOWN", "FIELD_REQUIRED", "DEFINITION_UNKNOWN"} <= found.keys()
    return found


def test_no_enumeration_has_one_ground_under_two_codes() -> None:
    assert [each for each in Reason.__subclasses__() if len(each) < len(each.__members__)] == []


def test_a_code_has_one_kind_and_one_text(by_code: Said) -> None:
    several = {code: said for code, said in by_code.items() if len(said) > 1}
    assert several == {}


def test_a_text_has_one_code(by_code: Said) -> None:
    codes: dict[str, set[str]] = defaultdict(set)
    for code, said in by_code.items():
        for _, *texts in said:
            for text in texts:
                codes[text].add(code)
    assert {text: found for text, found in codes.items() if len(found) > 1} == {}


def test_both_texts_of_a_reason_name_the_same_values(by_code: Said) -> None:
    """A word that differs between the languages has two values: `status` and `status_vi`."""
    differing = {}
    for code, said in by_code.items():
        for _, vi, en in said:
            of_vi = {re.sub("(^|_)vi$", "", name) for name in names(vi)}
            of_en = {re.sub("(^|_)en$", "", name) for name in names(en)}
            differing |= {code: of_vi ^ of_en} if of_vi != of_en else {}
    assert differing == {}


def test_what_the_portals_page_says_of_a_reason_is_so() -> None:
    """Its rows of reasons name those that there are, with their statuses."""
    statuses = {each["reason"]: each["status"] for each in listed()}
    told = [
        (code, re.findall("`([A-Z_]+)`", status))
        for codes, status in ROW.findall(CALLS.partition("| reason | code |")[2])
        for code in re.findall("`([A-Z_0-9]+)`", codes)
    ]
    assert len(told) > 90
    assert [(code, said) for code, said in told if statuses.get(code) not in said] == []


# What the caller has to write exactly so.
WRITTEN_SO = {"ORDER_UNKNOWN", "VERIFIER_KEY_MALFORMED"}
CODED = re.compile(r"(?!\b[KM]iB\b)\b\w*(?:[a-z][A-Z]|[a-z]_[a-z]|[A-Z]{2}_[A-Z])")


def test_people_are_told_no_names_of_the_code(by_code: Said) -> None:
    """Neither of a method, an event, a field nor a table."""
    coded = {
        (code, text)
        for code, said in by_code.items()
        for _, *texts in said
        for text in texts
        if CODED.search(re.sub(r"\{.*?\}", "", text)) and code not in WRITTEN_SO
    }
    assert coded == set()


def test_what_the_contracts_name_is_in_the_words_of_either_language(by_code: Said) -> None:
    """An event, a status: `{event_vi}` and `{event_en}`, and never `PetitionAnswered`."""
    named = {"event", "status", "state", "roles"}
    operators = {"PROJECTION_HALTED_ELSEWHERE"}  # whose events are ids
    assert [
        (code, name)
        for code, said in by_code.items()
        for _, *texts in said
        for text in texts
        for name in named & names(text)
        if code not in operators
    ] == []
