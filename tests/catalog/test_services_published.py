"""Public services: given what happened, when one is drafted or published, then these facts.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import services, units
from services.catalog.domain.effective import instant
from services.catalog.domain.levels import Terms
from services.chassis.errors import Refusal
from tests.catalog.given import (
    DAY,
    NOW,
    after,
    content,
    drafted,
    messages,
    open_unit,
    published,
    service,
)

DRAFTED = after(services.DECIDER, drafted())


def drafting(
    known: services.Service | None = None,
    *,
    said: facts.ServiceContent | None = None,
    authority: units.Unit | None = None,
) -> list[Any]:
    return list(
        services.draft(
            known or services.Service(),
            proposed=drafted(said),
            authority=open_unit() if authority is None else authority,
            now=NOW,
        )
    )


def publishing(
    known: services.Service = DRAFTED,
    *,
    authority: units.Unit | None = None,
    at: datetime | None = None,
    reason: str = "",
) -> list[Any]:
    return list(
        services.publish(known, authority=authority or open_unit(), at=at, reason=reason, now=NOW)
    )


def refusal_of(action: Any, *words: Any, **rest: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        action(*words, **rest)
    assert refusal.value.message("vi")
    assert refusal.value.message("en")
    return f"{refusal.value.reason.code} {refusal.value.field}"


def test_a_draft_says_what_was_asked() -> None:
    [fact] = drafting(said=content(fee=50_000, written_result=True))
    assert fact.message == drafted(content(fee=50_000, written_result=True))
    assert fact.subject == "motcua.catalog.ServiceDrafted.a"


def test_a_service_is_drafted_once() -> None:
    assert refusal_of(drafting, DRAFTED) == "SERVICE_EXISTS service_id"


def test_an_unknown_authority_is_refused() -> None:
    assert refusal_of(drafting, authority=units.Unit()) == "UNIT_UNKNOWN service.authority"


def test_a_negative_fee_is_refused() -> None:
    assert refusal_of(drafting, said=content(fee=-1)) == "FEE_NEGATIVE service.fees"


def test_a_list_that_no_message_could_carry_is_refused() -> None:
    codes, fees = content(codes=["1"] * 101), content()
    fees.fees.extend([facts.FeeLine(code="LP")] * 101)
    assert refusal_of(drafting, said=codes) == "LIST_TOO_LONG service.codes"
    assert refusal_of(drafting, said=fees) == "LIST_TOO_LONG service.fees"


def test_a_draft_takes_effect_now_when_no_time_is_named() -> None:
    [version] = messages(publishing())
    assert (version.version, instant(version.effective_time)) == (1, NOW)
    assert version.content == content()


def test_nothing_is_published_twice() -> None:
    assert refusal_of(publishing, service()) == "NOTHING_DRAFTED name"


def test_publishing_into_the_past_needs_a_reason() -> None:
    assert refusal_of(publishing, at=NOW - DAY) == "PAST_WITHOUT_REASON effective_time"
    [version] = messages(publishing(at=NOW - DAY, reason="nhập chậm"))
    assert instant(version.effective_time) == NOW - DAY


def test_a_service_is_not_in_force_before_its_authority_exists() -> None:
    late = open_unit(at=NOW + DAY)
    assert refusal_of(publishing, authority=late) == "UNIT_NOT_OPEN_THEN effective_time"


def test_a_later_version_does_not_take_effect_before_an_earlier_one() -> None:
    known = after(services.DECIDER, drafted(), published(at=NOW + 2 * DAY), drafted())
    assert refusal_of(publishing, known, at=NOW + DAY) == "BEFORE_PREVIOUS_VERSION effective_time"
    [version] = messages(publishing(known, at=NOW + 2 * DAY))
    assert version.version == 2


def test_the_version_in_force_is_that_of_the_instant() -> None:
    known = service(published(1, at=NOW), published(2, at=NOW + DAY), published(3, at=NOW + DAY))
    asked = [NOW - DAY, NOW, NOW + DAY / 2, NOW + DAY, NOW + 9 * DAY]
    found = [services.version_at(known, at) for at in asked]
    assert [version and version.number for version in found] == [None, 1, 1, 3, 3]


def test_terms_are_those_of_the_version_in_force() -> None:
    known = service(
        published(1, at=NOW),
        published(2, at=NOW + DAY, said=content(fee=1, written_result=False)),
    )
    assert services.terms_at(known, NOW - DAY) == Terms()
    assert services.terms_at(known, NOW) == Terms(has_fee=False, written_result=None)
    assert services.terms_at(known, NOW + DAY) == Terms(has_fee=True, written_result=False)


def test_lines_that_are_all_zero_are_no_fee() -> None:
    free = content()
    free.fees.add(code="LP", amount=0)
    assert not services.terms_at(service(published(said=free)), NOW).has_fee


@pytest.mark.parametrize("known", [DRAFTED, service()])
def test_the_authority_is_that_of_the_draft_or_the_last_version(known: services.Service) -> None:
    assert services.authority(known) == "units/q1"
