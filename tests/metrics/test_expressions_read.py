"""What a definition may say, and what is refused by name.

Promises no database: the SQL is compared as a text here.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.chassis.errors import Refusal, refused
from services.metrics.domain.expressions.absence import can_be_absent
from services.metrics.domain.expressions.nodes import facts_in
from services.metrics.domain.expressions.parsing import parse, parse_condition
from services.metrics.domain.expressions.refusals import ExpressionReason
from services.metrics.domain.expressions.sql import to_sql
from tests.metrics.expressions import FACTS, Drawn, conditions, items


def refusal_of(text: str) -> str:
    with pytest.raises(Refusal) as found:
        parse_condition(text, FACTS)
    assert found.value.message("vi") != found.value.message("en")
    return found.value.reason.code


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ('channel == "online"', "(channel = (1))"),
        ("!assisted && voided", "((not assisted) and voided)"),
        ("has(fee) ? level >= 3 : voided",
         "(case (fee is not null) when true then (level >= (3)) when false then voided end)"),
        ('channel in ["post", "online"] || voided', "((channel in ((3), (1))) or voided)"),
        ("fee * fee <= level * -7", "((fee::numeric * fee) <= (level::numeric * (-7)))"),
        ("ended_at - waited < accepted_at",
         "((ended_at - make_interval(secs => waited)) < accepted_at)"),
        ('ended_at >= timestamp("2026-01-01T00:00:00+07:00")',
         "(ended_at >= timestamptz '2025-12-31T17:00:00+00:00')"),
        ("voided == true", "(voided = true)"),
        ("(has(level) ? level : fee) > 2",
         "((case (level is not null) when true then level when false then fee end) > (2))"),
        ("voided || assisted && voided", "(voided or (assisted and voided))"),
    ],
)  # fmt: skip
def test_an_expression_becomes_sql(text: str, sql: str) -> None:
    assert to_sql(parse_condition(text, FACTS)) == sql


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "EXPRESSION_MALFORMED"),
        ("channel ==", "EXPRESSION_MALFORMED"),
        ("level < 3.0", "EXPRESSION_MALFORMED"),
        ("a.b", "EXPRESSION_MALFORMED"),
        ("size(channel) > 1", "EXPRESSION_MALFORMED"),
        ("level + 1 == 2", "EXPRESSION_MALFORMED"),
        ("level in []", "EXPRESSION_MALFORMED"),
        ("0 < level < 3", "EXPRESSION_MALFORMED"),
        ('channel == "onl\\"ine"', "EXPRESSION_MALFORMED"),
        ("voided; drop table items", "EXPRESSION_MALFORMED"),
        ("level == null", "EXPRESSION_FACT_UNKNOWN"),
        ("nothing", "EXPRESSION_FACT_UNKNOWN"),
        ("has(nothing)", "EXPRESSION_FACT_UNKNOWN"),
        ('channel == "onlin"', "EXPRESSION_WORD_UNKNOWN"),
        ('channel in ["online", "x"]', "EXPRESSION_WORD_UNKNOWN"),
        ('level == "3"', "EXPRESSION_TYPE_MISMATCH"),
        ("channel == 1", "EXPRESSION_TYPE_MISMATCH"),
        ('"x" == "x"', "EXPRESSION_TYPE_MISMATCH"),
        ("level < accepted_at", "EXPRESSION_TYPE_MISMATCH"),
        ("voided ? level : channel", "EXPRESSION_TYPE_MISMATCH"),
        ("level", "EXPRESSION_TYPE_MISMATCH"),
        ("!level", "EXPRESSION_TYPE_MISMATCH"),
        ("level && voided", "EXPRESSION_TYPE_MISMATCH"),
        ("level - waited < accepted_at", "EXPRESSION_TYPE_MISMATCH"),
        ("waited <= 3600", "EXPRESSION_TYPE_MISMATCH"),
        ("voided < true", "EXPRESSION_TYPE_UNORDERED"),
        ('channel < "post"', "EXPRESSION_TYPE_UNORDERED"),
        ("level in [fee]", "EXPRESSION_LIST_NOT_LITERAL"),
        ("1 in [1]", "EXPRESSION_LIST_NOT_LITERAL"),
        ("ended_at - waited - waited < accepted_at", "EXPRESSION_DIFFERENCE_TWICE"),
        ("(ended_at - waited) - waited < accepted_at", "EXPRESSION_DIFFERENCE_TWICE"),
        ("(voided ? ended_at : ended_at - waited) - waited < accepted_at",
            "EXPRESSION_DIFFERENCE_TWICE"),
        ("level == 9007199254740992", "EXPRESSION_NUMBER_TOO_LARGE"),
        ("level == " + "9" * 1900, "EXPRESSION_NUMBER_TOO_LARGE"),
        ('ended_at < timestamp("2026-01-01T00:00:00")', "EXPRESSION_INSTANT_INVALID"),
        ('ended_at < timestamp("0001-01-01T00:00:00Z")', "EXPRESSION_INSTANT_INVALID"),
        ('ended_at < timestamp("tomorrow")', "EXPRESSION_INSTANT_INVALID"),
        ("!" * 40 + "voided", "EXPRESSION_TOO_DEEP"),
        ("!" * 1_990 + "voided", "EXPRESSION_TOO_DEEP"),
        ("fee" + " * fee" * 40 + " > 1", "EXPRESSION_TOO_DEEP"),
        ("voided || " * 200 + "voided", "EXPRESSION_TOO_LONG"),
    ],
)  # fmt: skip
def test_what_the_language_does_not_have_is_refused_by_name(text: str, code: str) -> None:
    assert refusal_of(text) == code


def test_a_refusal_names_the_place_or_what_could_stand_there() -> None:
    with pytest.raises(Refusal) as found:
        parse("voided && level === 3", FACTS)
    assert found.value.message("en") == (
        "The expression is not understood from character 19 on: = 3"
    )
    with pytest.raises(Refusal) as found:
        parse('channel == "fax"', FACTS)
    assert found.value.values["words"] == "online, in_person, post"


@pytest.mark.parametrize("text", ["(" * 990 + "voided" + ")" * 990, "voided || " * 199 + "voided"])
def test_brackets_and_long_chains_are_no_depth(text: str) -> None:
    assert facts_in(parse(text, FACTS)) == {FACTS["voided"]}


@given(st.text(max_size=40) | st.text('()!&|?:=<>*-, hasvoidedlevel13"[]', max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    refusal = refused(lambda: parse(text, FACTS))
    assert refusal is None or isinstance(refusal.reason, ExpressionReason)


@pytest.mark.parametrize(
    ("condition", "earlier", "absent"),
    [
        ("level < 3", [], True),
        ("level < 3", ["!has(level)"], False),
        ("level < 3", ["voided"], True),
        ("has(level) && level < 3", [], False),
        ("!has(level) || level < 3", [], False),
        ("assisted || !has(assisted)", [], False),
        ("has(level) ? voided : assisted", [], True),
        ("has(assisted) ? assisted : voided", [], False),
        ("fee == 0", ["!has(fee) && voided"], True),
        ("fee == 0", ["!has(fee) && voided", "!has(fee) && !voided"], False),
        ("level * fee > 3", ["!has(level)"], True),
        ("level * fee > 3", ["!has(level) || !has(fee)"], False),
        ("true", [], False),
        ("waited == waited", [], False),
    ],
)
def test_a_reason_must_be_decided_for_every_item_that_reaches_it(
    condition: str, earlier: list[str], absent: bool
) -> None:
    before = [parse_condition(each, FACTS) for each in earlier]
    assert can_be_absent(parse_condition(condition, FACTS), before) is absent


@settings(max_examples=60)
@given(conditions, st.lists(conditions, max_size=2), st.lists(items, min_size=20, max_size=40))
def test_a_reason_that_cannot_be_absent_is_decided_for_every_item(
    condition: Drawn, earlier: list[Drawn], crowd: list[dict[str, object]]
) -> None:
    try:
        nodes = [parse_condition(each.text, FACTS) for each in earlier]
        absent = can_be_absent(parse_condition(condition.text, FACTS), nodes)
    except Refusal as refusal:
        if refusal.reason in (
            ExpressionReason.REASONS_TOO_MANY,
            ExpressionReason.EXPRESSION_TOO_LONG,
        ):
            return
        raise
    reaching = [item for item in crowd if not any(each.of(item) for each in earlier)]
    assert absent or all(condition.of(item) is not None for item in reaching)


def test_more_conditions_than_can_be_tried_are_refused() -> None:
    many = " || ".join(f"fee == {n}" for n in range(20))
    with pytest.raises(Refusal) as found:
        can_be_absent(parse_condition(many, FACTS), [])
    assert found.value.reason.code == "REASONS_TOO_MANY"
