"""The second reading's own parser and interpreter: what it reads, and what it says it cannot.

Given a text, when it is read, then its value for an item, or what is in the way. Must not need a
stack.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.metrics.v1 import definitions_pb2 as contract
from services.chassis.errors import refused
from services.console.reading.definitions.definition import DigestError, read
from services.console.reading.definitions.expressions import Facts
from services.console.reading.definitions.parsing import parse
from services.console.reading.definitions.tokens import UnreadableError
from services.console.reading.figures.items import KNOWN, interpreted
from services.metrics.api.vocabulary import definition_message
from services.metrics.domain.expressions.parsing import parse as parse_of_metrics
from services.metrics.domain.indicators.shipped import shipped
from tests.e2e.definitions import DEFINITIONS, NOT_KNOWN, SHOWN
from tests.metrics.expressions import FACTS

ITEM: Facts = {
    "voided": False, "assisted": None, "channel": "post", "level": 4, "fee": None,
    "ended_at": datetime(2026, 1, 1, tzinfo=UTC), "waited": 60, "inside": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true || assisted && false", True),
        ("(true || assisted) && false", False),
        ("!voided == true", True),
        ("!(voided == true)", True),
        ("!!voided", False),
        ("level * -2 < -7", True),
        ("level - 1", None),
        ("ended_at - waited < ended_at", True),
        ('ended_at > timestamp("2026-01-01T06:59:59.999999+07:00")', True),
        ('channel in ["online", "post"]', True),
        ('channel in ["online"]', False),
        ("inside", True),
        ("level in [4]", True),
        ("voided ? assisted : level > 3 ? inside : assisted", True),
        ("voided ? (assisted ? true : false) : inside", True),
        ("assisted ? true : true", None),
        ("has(fee) && fee > 0", False),
        ("fee > 0 && has(fee)", False),
        ("fee > 0 || has(level)", True),
        ("assisted || fee == 0", None),
        ("(" * 900 + "voided" + ")" * 900, False),
        ("voided || " * 190 + "inside", True),
    ],
)
def test_a_condition_has_the_value_that_its_operators_give_it(text: str, value: Any) -> None:
    if text == "level - 1":
        with pytest.raises(UnreadableError, match="no instant"):
            parse(text).of(ITEM)
    else:
        assert parse(text).of(ITEM) is value


@pytest.mark.parametrize(
    "text",
    [
        "", "voided &&", "&& voided", "(voided", "voided)", "voided assisted", "has(1)",
        "has voided", "!" * 40 + "voided",
        "level in []", "level in [1", "a ? b", "a : b", "a ? b ? c : d : e", "1 < level < 3",
        'timestamp("yesterday")', 'timestamp("2026-01-01")', "voided & true", "null.x",
        "Voided", "voided" + " " * 2000,
    ],
)  # fmt: skip
def test_what_is_no_condition_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse(text)


@pytest.mark.parametrize(
    "text", ["level == voided", "level && true", "level == channel", "voided * 2"]
)
def test_values_of_two_types_are_not_compared(text: str) -> None:
    with pytest.raises(UnreadableError):
        parse(text).of(ITEM)


@given(st.text(max_size=40) | st.text('()!&|?:=<>*-, hasvoidedlevel13"[]', max_size=60))
def test_what_the_service_reads_is_read_and_any_other_text_is_no_fault(text: str) -> None:
    accepted = refused(lambda: parse_of_metrics(text, FACTS)) is None
    with nullcontext() if accepted else suppress(UnreadableError):
        assert accepted <= (parse(text).facts <= set(FACTS))


def test_every_shipped_text_names_the_same_facts_in_both_parsers() -> None:
    for definition in shipped().values():
        for each in definition_message(definition).reasons:
            facts = {fact.name for fact in definition.kind.facts.values()}
            assert parse(each.condition).facts <= facts
            assert parse_of_metrics(each.condition, definition.kind.facts)


def test_every_answered_definition_of_a_known_kind_is_interpreted() -> None:
    wanted = {f"{each.id}@{each.version}" for each in SHOWN if each.kind in KNOWN}
    assert {each.name for each in DEFINITIONS} == wanted
    assert NOT_KNOWN.keys() == {f"{each.id}@{each.version}" for each in SHOWN} - wanted
    assert {"dossier", "service"} <= {each.kind for each in DEFINITIONS}


def changed(**fields: Any) -> contract.Definition:
    found = contract.Definition()
    found.CopyFrom(next(each for each in SHOWN if each.id == "online_handling"))
    for name, value in fields.items():
        setattr(found, name, value)
    return found


def test_a_text_that_is_not_that_of_its_digest_is_named() -> None:
    shown = changed()
    other = changed(text=shown.text.replace("online", "post"))
    loosened = changed()
    loosened.reasons[0].condition = "false"
    for each in (other, loosened):
        with pytest.raises(DigestError, match="online_handling@1"):
            read(each)


def test_a_definition_over_facts_that_are_not_known_is_not_verified_and_says_why() -> None:
    strange = definition_message(shipped()["counter.waiting@1"])
    strange.text = strange.text.replace('"ticket"', '"ticket_of_another_kind"')
    strange.digest = sha256(digested(strange)).hexdigest()
    strange.id = "strange"
    found, not_known = interpreted([*SHOWN, strange])
    assert [each.name for each in found] == [each.name for each in DEFINITIONS]
    assert not_known == {**NOT_KNOWN, "strange@1": "kind ticket_of_another_kind"}


def digested(shown: contract.Definition) -> bytes:
    """The text, and a line of each reason."""
    lines = "".join(f"{each.name}\t{each.condition}\n" for each in shown.reasons)
    return f"{shown.text}{lines}".encode()
