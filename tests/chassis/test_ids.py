"""Identifiers: new ones in order, given ones checked, derived ones repeatable.

Promises order within a process and the same id for the same key. Must not reach a database.
"""

import time
from uuid import RFC_4122, uuid4

import pytest

from services.chassis.errors import Refusal
from services.chassis.ids import derived, request_uuid, uuid7
from services.chassis.reasons import ChassisReason

GIVEN = "0192b1c4-7d30-7c3a-9d4e-0a1b2c3d4e5f"


def test_new_ids_are_version_7_and_increase() -> None:
    before = time.time_ns() // 1_000_000
    made = [uuid7() for _ in range(10_000)]
    assert made == sorted(set(made))
    assert {(each.version, each.variant) for each in made} == {(7, RFC_4122)}
    assert before <= made[0].int >> 80 <= before + 60_000


def test_any_uuid_is_a_request_id() -> None:
    given = uuid4()
    assert request_uuid(str(given)) == request_uuid(str(given).upper()) == given
    assert request_uuid("00000000-0000-0000-0000-000000000000").int == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        GIVEN.replace("-", ""),
        f"{{{GIVEN}}}",
        f"urn:uuid:{GIVEN}",
        f"{GIVEN}\n",
        "1234567-12345-1234-1234-123456789012",
        "١2345678-1234-1234-1234-12345678901",
        "1234_678-1234-1234-1234-123456789012",
        str(derived("old", "k1")),
        str(derived("old", "k1")).upper(),
        "00000000-0000-8000-0000-000000000000",
    ],
)
def test_other_spellings_and_derived_ids_are_refused(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        request_uuid(text, field="source_id")
    assert (refused.value.reason, refused.value.field) == (
        ChassisReason.REQUEST_ID_INVALID,
        "source_id",
    )


def test_derived_ids_repeat_and_keep_their_parts_apart() -> None:
    assert derived("một cửa", "42") == derived("một cửa", "42")
    made = {derived("ab", "c"), derived("a", "bc"), derived("abc"), derived("abc", "")}
    assert len(made) == 4
    assert {(each.version, each.variant) for each in made} == {(8, RFC_4122)}
