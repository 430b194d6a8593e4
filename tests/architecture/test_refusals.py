"""Grounds of refusal mean one thing everywhere: what has one code has one text, in every service.

Example: UNIT_UNKNOWN reads the same of the catalogue and of submissions, so that a portal's own
words for it fit both.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Iterator

import pytest

import services
from services.chassis.reasons import Kind, Reason

# Started by hand, or by the stack: to import one changes nothing, but there is nothing in it.
PROGRAMS = "__main__"
Said = dict[str, dict[tuple[Kind, str, str], set[str]]]  # by code, what it says, where


def reasons() -> Iterator[tuple[str, Reason]]:
    """Every reason, with the module that has it."""
    for found in pkgutil.walk_packages(services.__path__, "services."):
        if found.name.rpartition(".")[2] != PROGRAMS:
            importlib.import_module(found.name)
    every = [each for each in Reason.__subclasses__() if each.__module__.startswith("services.")]
    return ((each.__module__, reason) for each in every for reason in each)


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
