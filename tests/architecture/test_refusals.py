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
from services.chassis.errors import Reason

# Started by hand, or by the stack: to import one changes nothing, but there is nothing in it.
PROGRAMS = "__main__"


def reasons() -> Iterator[tuple[str, Reason]]:
    """Every reason, with the module that has it; one that is imported is met again."""
    for found in pkgutil.walk_packages(services.__path__, "services."):
        if found.name.rpartition(".")[2] != PROGRAMS:
            module = importlib.import_module(found.name)
            yield from (
                (found.name, each) for each in vars(module).values() if isinstance(each, Reason)
            )


@pytest.fixture(scope="module")
def by_code() -> dict[str, dict[Reason, set[str]]]:
    """Where each code stands, by what it says."""
    found: dict[str, dict[Reason, set[str]]] = defaultdict(lambda: defaultdict(set))
    for module, reason in reasons():
        found[reason.code][reason].add(module)
    assert {"UNIT_UNKNOWN", "FIELD_REQUIRED", "DEFINITION_UNKNOWN"} <= found.keys()
    return found


def test_a_code_has_one_kind_and_one_text(by_code: dict[str, dict[Reason, set[str]]]) -> None:
    several = {code: said for code, said in by_code.items() if len(said) > 1}
    assert several == {}


def test_a_text_has_one_code(by_code: dict[str, dict[Reason, set[str]]]) -> None:
    codes: dict[str, set[str]] = defaultdict(set)
    for code, said in by_code.items():
        for reason in said:
            for text in (reason.vi, reason.en):
                codes[text].add(code)
    assert {text: found for text, found in codes.items() if len(found) > 1} == {}
