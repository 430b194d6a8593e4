"""Public services: given what happened, when a version is corrected or withdrawn, or all retired.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.catalog.domain import services, versions
from services.catalog.domain.effective import instant
from tests.catalog.given import DAY, NOW, content, drafted, messages, open_unit, published
from tests.catalog.given_services import (
    DRAFTED,
    IN_FORCE,
    PLANNED,
    RETIRED,
    at_time,
    correcting,
    known,
    retired,
    retiring,
    withdrawing,
    withdrawn,
)
from tests.catalog.refusals import refusal_of

MINUTE = timedelta(minutes=1)


def test_a_version_that_is_to_come_is_corrected_under_its_number_and_its_time() -> None:
    [fact] = correcting(PLANNED, 2, stated=content(fee=7))
    assert (fact.version, instant(fact.effective_time)) == (2, NOW + DAY)
    assert (fact.content, fact.correction_reason) == (content(fee=7), "gõ nhầm")
    after = versions.DECIDER.fold(PLANNED, [at_time(fact, NOW)])
    assert [version.number for version in after.versions] == [1, 2]
    assert after.versions[1].content == content(fee=7)
    assert after.versions[1].published_at == PLANNED.versions[1].published_at


def test_a_correction_leaves_the_draft_alone() -> None:
    of = known(drafted(), published(at=NOW + DAY), drafted(content(fee=3)))
    [fact] = correcting(of, 1)
    assert versions.DECIDER.fold(of, [at_time(fact, NOW)]).draft == of.draft


@pytest.mark.parametrize(
    ("published_at", "now", "settled"),
    [
        # 2 March in Vietnam lasts from 1 March 17:00Z to 2 March 17:00Z.
        (
            datetime(2026, 3, 1, 17, tzinfo=UTC),
            datetime(2026, 3, 2, 17, tzinfo=UTC) - MINUTE,
            False,
        ),
        (datetime(2026, 3, 1, 17, tzinfo=UTC), datetime(2026, 3, 2, 17, tzinfo=UTC), True),
        (datetime(2026, 3, 1, 17, tzinfo=UTC) - MINUTE, datetime(2026, 3, 1, 17, tzinfo=UTC), True),
    ],
)
def test_a_version_in_force_is_corrected_on_the_local_day_it_was_published(
    published_at: datetime, now: datetime, *, settled: bool
) -> None:
    of = known(drafted(), at_time(published(at=published_at - 9 * DAY), published_at))
    if settled:
        assert refusal_of(correcting, of, 1, now=now) == "VERSION_SETTLED version"
    else:
        assert len(correcting(of, 1, now=now)) == 1


def test_a_correction_does_not_begin_the_day_anew() -> None:
    of = known(drafted(), at_time(published(at=NOW - DAY), NOW - DAY))
    corrected = at_time(published(at=NOW - DAY, stated=content(fee=1)), NOW - DAY)
    of = versions.DECIDER.fold(of, [corrected])
    assert refusal_of(correcting, of, 1, now=NOW) == "VERSION_SETTLED version"


def test_a_version_published_long_ago_is_corrected_until_it_takes_effect() -> None:
    assert len(correcting(PLANNED, now=NOW + DAY - MINUTE)) == 1
    assert refusal_of(correcting, now=NOW + DAY) == "VERSION_SETTLED version"


def test_a_version_that_is_not_known_or_was_withdrawn_is_not_corrected() -> None:
    assert refusal_of(correcting, PLANNED, 3) == "VERSION_UNKNOWN version"
    assert refusal_of(correcting, DRAFTED, 0) == "VERSION_UNKNOWN version"
    of = known(drafted(), published(at=NOW + DAY), withdrawn(1))
    assert refusal_of(correcting, of, 1) == "VERSION_WITHDRAWN version"


def test_a_correction_needs_a_reason_and_a_sound_content() -> None:
    assert refusal_of(correcting, reason=" ") == "REASON_MISSING correction_reason"
    assert refusal_of(correcting, stated=content(fee=-1)) == "FEE_NEGATIVE service.fees[0].amount"


def test_the_corrected_authority_must_be_open_when_the_version_takes_effect() -> None:
    late = open_unit(at=NOW + 2 * DAY)
    assert refusal_of(correcting, authority=late) == "UNIT_NOT_OPEN_THEN service.authority"


def test_a_version_that_is_to_come_is_withdrawn_and_stays_known() -> None:
    [fact] = withdrawing(PLANNED, 2, reason="Nghị quyết bị hoãn")
    assert (fact.service, fact.version, fact.reason) == ("services/a", 2, "Nghị quyết bị hoãn")
    after = versions.DECIDER.fold(PLANNED, [at_time(fact, NOW)])
    in_force = versions.version_at(after, NOW + 2 * DAY)
    assert in_force is not None
    assert in_force.number == 1
    assert [version.is_withdrawn for version in after.versions] == [False, True]


def test_a_version_that_has_begun_is_not_withdrawn() -> None:
    assert refusal_of(withdrawing, now=NOW + DAY) == "VERSION_BEGUN version"
    assert len(withdrawing(now=NOW + DAY - MINUTE)) == 1


def test_a_version_is_withdrawn_once_and_with_a_reason() -> None:
    of = known(drafted(), published(at=NOW + DAY), withdrawn(1))
    assert refusal_of(withdrawing, of, 1) == "VERSION_WITHDRAWN version"
    assert refusal_of(withdrawing, of, 7) == "VERSION_UNKNOWN version"
    assert refusal_of(withdrawing, reason="\t") == "REASON_MISSING reason"


def test_a_service_in_force_retires_now_later_or_with_a_reason_earlier() -> None:
    [fact] = retiring()
    assert (instant(fact.effective_time), fact.legal_basis) == (NOW, "QĐ 1/QĐ-UBND")
    [fact] = retiring(at=NOW + DAY)
    assert instant(fact.effective_time) == NOW + DAY
    assert refusal_of(retiring, at=NOW - DAY) == "PAST_WITHOUT_REASON effective_time"
    [fact] = retiring(at=NOW - DAY, reason="nhập chậm")
    assert (instant(fact.effective_time), fact.correction_reason) == (NOW - DAY, "nhập chậm")


@pytest.mark.parametrize("of", [DRAFTED, known(drafted(), published(at=NOW + DAY))])
def test_what_is_not_in_force_cannot_retire(of: versions.Service) -> None:
    assert refusal_of(retiring, of) == "SERVICE_NOT_IN_FORCE_THEN effective_time"


def test_a_service_retires_once() -> None:
    assert refusal_of(retiring, RETIRED) == "RETIRED_ALREADY name"
    planned = known(drafted(), published(), retired(NOW + DAY))
    assert refusal_of(retiring, planned, at=NOW + DAY / 2) == "RETIRED_ALREADY name"


def test_a_service_does_not_retire_before_a_version_that_stands() -> None:
    assert refusal_of(retiring, PLANNED) == "VERSION_TAKES_EFFECT_LATER effective_time"
    assert len(retiring(PLANNED, at=NOW + DAY)) == 1
    of = versions.DECIDER.fold(PLANNED, [at_time(withdrawn(2), NOW)])
    assert len(retiring(of)) == 1


def test_what_was_in_force_stays_answerable_after_the_end() -> None:
    of = versions.DECIDER.fold(IN_FORCE, [at_time(retired(NOW), NOW)])
    before = versions.version_at(of, NOW - MINUTE)
    assert before is not None
    assert before.number == 1
    assert versions.version_at(of, NOW) is None
    assert versions.terms_at(of, NOW) == versions.terms_at(of, NOW - MINUTE)
    assert of.retired_at == NOW


def unretiring(of: versions.Service, *, reason: str = "hoãn") -> Any:
    return messages(services.withdraw_retirement(of, reason=reason, now=NOW))


def test_a_retirement_that_lies_ahead_is_withdrawn() -> None:
    planned = known(drafted(), published(), retired(NOW + DAY))
    [fact] = unretiring(planned)
    after = services_after(planned, fact)
    assert (fact.reason, after.retired_at) == ("hoãn", None)
    assert versions.version_at(after, NOW + 2 * DAY) == after.versions[0]


def test_only_a_retirement_that_lies_ahead_is_withdrawn_and_with_a_reason() -> None:
    planned = known(drafted(), published(), retired(NOW + DAY))
    assert refusal_of(unretiring, planned, reason=" ") == "REASON_MISSING reason"
    assert refusal_of(unretiring, IN_FORCE) == "NOT_RETIRED name"
    assert refusal_of(unretiring, known(drafted(), published(), retired(NOW))) == (
        "RETIREMENT_BEGUN name"
    )


def services_after(of: versions.Service, fact: Any) -> versions.Service:
    return versions.DECIDER.fold(of, [at_time(fact, NOW)])
