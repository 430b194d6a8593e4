"""Definitions as texts: those that come with the software, and what is refused in one.

Promises a real PostgreSQL where a class is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import asyncpg
import pytest

from deploy.embedded.stack import Stack
from services.chassis.errors import Refusal
from services.metrics.domain.indicators.classification import (
    DENOMINATOR,
    FIRST_BUCKET,
    FIRST_REASON,
    NUMERATOR,
    OPEN_DENOMINATOR,
    OPEN_UNKNOWN,
    UNKNOWN,
    classification,
)
from services.metrics.domain.indicators.definition import Definition, read
from services.metrics.domain.indicators.kinds import kinds
from services.metrics.domain.indicators.reasons import reasons
from services.metrics.domain.indicators.shipped import shipped
from tests.metrics.given import AT

DEFINITION = """\
id = "city.in_person"
version = 1
kind = "dossier"
key = "accepted"
unit = "competent"
adds_up_over = ["periods", "units"]
excluded = ["voided", "level_unknown", "other_below_3"]
numerator = 'channel == "in_person"'

[title]
vi = "Nộp trực tiếp"
en = "In person"

[description]
vi = "Hồ sơ nộp trực tiếp."
en = "Dossiers filed in person."
"""


def faults_of(text: str) -> list[tuple[str, str]]:
    """Field and reason of each fault."""
    with pytest.raises(Refusal) as found:
        read(text)
    refusal = found.value
    return [(each.field, each.reason.code) for each in (refusal, *refusal.also)]


def test_the_shipped_definitions_are_those_of_the_indicators() -> None:
    assert set(shipped()) == {
        f"{name}@1"
        for name in (
            "activity", "counter.waiting", "coverage.full", "coverage.fully_online",
            "coverage.fully_online.of_all", "coverage.l3l4", "coverage.one_stop", "e_result",
            "handling_time.ended", "on_time.ended", "on_time.received", "online_handling",
            "online_handling.acts", "online_handling.all", "online_handling.e_result",
            "online_handling.ended", "payment.online", "petition.first_request",
            "petition.on_time", "petition.published", "satisfaction.derived",
            "satisfaction.rating", "standard.met", "stock.open", "stock.overdue", "stock.paused",
        )
    }  # fmt: skip
    without = {each.id for each in shipped().values() if not each.has_cells}
    assert without == {
        "activity", "coverage.full", "coverage.fully_online", "coverage.fully_online.of_all",
        "coverage.l3l4", "coverage.one_stop", "on_time.received",
        "stock.open", "stock.overdue", "stock.paused",
    }  # fmt: skip


def test_every_reason_and_fact_is_used_and_named_in_both_languages() -> None:
    used = {name for each in shipped().values() for name, _ in each.exclusions}
    assert used == set(reasons())
    for ground in reasons().values():
        assert ground.vi
        assert ground.en
        assert ground.vi != ground.en
    for kind in kinds().values():
        assert kind.texts.keys() == kind.facts.keys()
        assert all(vi and en and vi != en for vi, en in kind.texts.values())


def test_a_digest_is_over_the_text_and_the_conditions_of_its_reasons() -> None:
    definition = read(DEFINITION)
    lines = "voided\tvoided\nlevel_unknown\t!has(level)\nother_below_3\thas(level) && level < 3\n"
    assert definition.digest == hashlib.sha256((DEFINITION + lines).encode()).digest()


@pytest.mark.parametrize(
    ("before", "after", "faults"),
    [
        ("version = 1", "version = 0", [("version", "DEFINITION_FIELD_INVALID")]),
        ("version = 1", "version = true", [("version", "DEFINITION_FIELD_INVALID")]),
        ("version = 1", "versoin = 1",
         [("versoin", "DEFINITION_FIELD_UNKNOWN"), ("version", "DEFINITION_FIELD_MISSING")]),
        ('id = "city.in_person"', 'id = "City"', [("id", "DEFINITION_FIELD_INVALID")]),
        ('vi = "Nộp trực tiếp"', 'vi = " "', [("title", "DEFINITION_FIELD_INVALID")]),
        ('kind = "dossier"', 'kind = "dossiers"', [("kind", "DEFINITION_WORD_UNKNOWN")]),
        ('kind = "dossier"', 'kind = ["dossier"]', [("kind", "DEFINITION_FIELD_INVALID")]),
        ('key = "accepted"', 'key = "due"', [("key", "DEFINITION_WORD_UNKNOWN")]),
        ('key = "accepted"', "", [("key", "DEFINITION_WORD_UNKNOWN")]),
        ('unit = "competent"', 'unit = "holder"', [("unit", "DEFINITION_WORD_UNKNOWN")]),
        ('["periods", "units"]', '["years"]', [("adds_up_over", "DEFINITION_WORD_UNKNOWN")]),
        ('["voided", "level', '["level', [("excluded", "VOIDED_NOT_FIRST")]),
        ('"level_unknown", ', "", []),
        ('"level_unknown"', '"voided"', [("excluded[1]", "REASON_REPEATED")]),
        ('"level_unknown"', '"too_late"', [("excluded", "DEFINITION_WORD_UNKNOWN")]),
        ('"level_unknown"', '"merged"', [("excluded[1]", "EXPRESSION_FACT_UNKNOWN")]),
        ("numerator = 'channel == \"in_person\"'", "value = 'level'",
         [("numerator", "DEFINITION_COUNTS_NOTHING")]),
        ("numerator =", "bounds = [1]\nnumerator =", [("numerator", "DEFINITION_COUNTS_NOTHING")]),
        ("numerator = 'channel == \"in_person\"'", "value = 'level'\nbounds = [2, 1]",
         [("bounds", "DEFINITION_FIELD_INVALID")]),
        ("numerator = 'channel == \"in_person\"'", "value = 'voided'\nbounds = [1]",
         [("value", "EXPRESSION_TYPE_MISMATCH")]),
        ("in_person\"'", "in_persn\"'\ncan_still = 'level'\nwhere = 'x'",
         [("where", "EXPRESSION_FACT_UNKNOWN"), ("numerator", "EXPRESSION_WORD_UNKNOWN"),
          ("can_still", "EXPRESSION_TYPE_MISMATCH")]),
        ("version = 1", "version = = 1", [("", "DEFINITION_MALFORMED")]),
        ("version = 1", "version = 1\nversion = 2", [("", "DEFINITION_MALFORMED")]),
        ("version = 1", "x = " + "[" * 5_000, [("", "DEFINITION_MALFORMED")]),
        ("version = 1", "#" * 20_001, [("", "DEFINITION_MALFORMED")]),
    ],
)  # fmt: skip
def test_a_definition_is_refused_with_every_field_at_fault(
    before: str, after: str, faults: list[tuple[str, str]]
) -> None:
    assert before in DEFINITION
    text = DEFINITION.replace(before, after, 1)
    if faults:
        assert faults_of(text) == faults
    else:
        assert read(text).id == "city.in_person"


ITEM: dict[str, Any] = {
    "channel": 7, "level": None, "verdict": 0, "voided": False, "acceptance_anomalies": 0,
    "ending_anomalies": 0, "acceptance_time_known": True, "end_time_known": True,
    "acceptance_day_only": False, "end_day_only": False, "working_minutes": None,
    "accepted_at": AT, "end_recorded_at": None,
}  # fmt: skip
COLUMNS = {
    "channel": "smallint", "level": "smallint", "verdict": "smallint", "voided": "bool",
    "acceptance_anomalies": "int", "ending_anomalies": "int", "acceptance_time_known": "bool",
    "end_time_known": "bool", "acceptance_day_only": "bool", "end_day_only": "bool",
    "working_minutes": "bigint",
    "accepted_at": "timestamptz", "end_recorded_at": "timestamptz",
}  # fmt: skip


async def classes(
    stack: Stack, definition: Definition, items: list[Mapping[str, Any]]
) -> list[int | None]:
    """What PostgreSQL says of dossiers."""
    columns = ", ".join(
        f'${n}::{kind} as "{name}"' for n, (name, kind) in enumerate(COLUMNS.items(), 1)
    )
    query = f"select {classification(definition)} from (select {columns}) item"
    connection = await asyncpg.connect(stack.postgres_dsn)
    try:
        return [
            await connection.fetchval(query, *((ITEM | item)[name] for name in COLUMNS))
            for item in items
        ]
    finally:
        await connection.close()


async def test_the_first_reason_that_is_true_counts_and_what_is_not_known_is_unknown(
    stack: Stack,
) -> None:
    known = {"level": 4, "channel": 1}
    found = await classes(
        stack,
        shipped()["online_handling@1"],
        [
            known, known | {"channel": 2}, known | {"channel": 7}, known | {"voided": True},
            {"channel": 1}, known | {"level": 2}, known | {"level": 2, "channel": 7},
            known | {"acceptance_anomalies": 1 << 4, "level": None},
        ],
    )  # fmt: skip
    reasons = [FIRST_REASON + n for n in (0, 4, 5, 6, 3)]
    assert found == [NUMERATOR, DENOMINATOR, UNKNOWN, *reasons]


async def test_a_value_falls_into_the_bucket_of_its_upper_bound(stack: Stack) -> None:
    minutes = [0, 30, 31, 60, 28_800, 28_801, 2**40, None]
    found = await classes(
        stack,
        shipped()["handling_time.ended@1"],
        [{"working_minutes": each} for each in minutes],
    )
    last = len(shipped()["handling_time.ended@1"].bounds)
    item_classes = [0, 0, 1, 1, last - 1, last, last]
    assert found == [*(FIRST_BUCKET + place for place in item_classes), UNKNOWN]


async def test_a_value_that_no_bigint_holds_falls_into_the_last_bucket(stack: Stack) -> None:
    value = "value = 'working_minutes * working_minutes'\nbounds = [100]"
    text = DEFINITION.replace("numerator = 'channel == \"in_person\"'", value)
    items = [{"level": 4, "working_minutes": each} for each in (10, 2**40)]
    assert await classes(stack, read(text), items) == [FIRST_BUCKET, FIRST_BUCKET + 1]


async def test_what_can_still_count_has_a_class_of_its_own(stack: Stack) -> None:
    text = DEFINITION.replace("numerator", "can_still = 'working_minutes > 5'\nnumerator")
    known = {"level": 4, "working_minutes": 9}
    found = await classes(
        stack,
        read(text),
        [
            known | {"channel": 2}, known | {"channel": 1}, known,
            {"level": 4, "channel": 1}, {"level": 4}, known | {"level": 1},
        ],
    )  # fmt: skip
    open_ones = [OPEN_DENOMINATOR, OPEN_UNKNOWN]
    assert found == [NUMERATOR, *open_ones, DENOMINATOR, UNKNOWN, FIRST_REASON + 2]


async def test_what_a_definition_does_not_consider_has_no_class(stack: Stack) -> None:
    text = DEFINITION.replace("numerator", "where = 'level >= 2'\nnumerator")
    found = await classes(stack, read(text), [{"level": level} for level in (None, 1, 2)])
    assert found == [None, None, FIRST_REASON + 2]
