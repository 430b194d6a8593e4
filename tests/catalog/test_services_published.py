"""Public services: given what happened, when one is drafted or published, then these facts.

Promises one test for each outcome. Must not need a database.
"""

from __future__ import annotations

import pytest

from services.catalog.domain import services, units, versions
from services.catalog.domain.effective import instant
from services.catalog.domain.levels import Terms
from tests.catalog.given import (
    DAY,
    NOW,
    content,
    drafted,
    messages,
    open_unit,
    published,
    service,
)
from tests.catalog.given_services import (
    DRAFTED,
    IN_FORCE,
    NOTHING,
    PLANNED,
    RETIRED,
    REVISED,
    drafting,
    known,
    publishing,
    retired,
    revising,
    withdrawn,
)
from tests.catalog.refusals import refusal_of


def test_a_draft_says_what_was_asked() -> None:
    [fact] = drafting(stated=content(fee=50_000, written_result=True))
    assert fact.message == drafted(content(fee=50_000, written_result=True))
    assert fact.subject == "motcua.catalog.ServiceDrafted.a"
    assert fact.occurred_at == NOW


@pytest.mark.parametrize("of", [DRAFTED, IN_FORCE, RETIRED])
def test_a_service_is_created_once(of: versions.Service) -> None:
    assert refusal_of(drafting, of) == "SERVICE_EXISTS service_id"


@pytest.mark.parametrize("decide", [drafting, revising])
def test_an_unknown_authority_is_refused(decide: object) -> None:
    assert refusal_of(decide, authority=units.Unit()) == "UNIT_UNKNOWN service.authority"


@pytest.mark.parametrize("decide", [drafting, revising])
def test_an_authority_that_opens_later_may_draft(decide: object) -> None:
    assert len(decide(authority=open_unit(at=NOW + DAY))) == 1  # type: ignore[operator]


@pytest.mark.parametrize("decide", [drafting, revising])
def test_a_faulty_content_is_refused(decide: object) -> None:
    assert refusal_of(decide, stated=content(fee=-1)) == "FEE_NEGATIVE service.fees[0].amount"


@pytest.mark.parametrize("of", [DRAFTED, IN_FORCE, REVISED, PLANNED, RETIRED])
def test_whatever_is_known_can_be_revised(of: versions.Service) -> None:
    [fact] = revising(of, stated=content(fee=9))
    assert fact.message == drafted(content(fee=9))
    after = versions.DECIDER.fold(of, [fact])
    assert (after.versions, after.draft) == (of.versions, (NOW, content(fee=9)))


def test_what_was_never_drafted_cannot_be_revised() -> None:
    assert refusal_of(revising, NOTHING) == "SERVICE_UNKNOWN service.name"


def test_a_draft_takes_effect_now_when_no_time_is_named() -> None:
    [fact] = publishing()
    assert (fact.message.version, instant(fact.message.effective_time)) == (1, NOW)
    assert fact.message.content == content()
    assert fact.subject == "motcua.catalog.ServicePublished.a"


def test_what_is_published_is_what_was_drafted_last() -> None:
    twice = known(drafted(content(fee=1)), drafted(content(fee=2)))
    [version] = messages(publishing(twice))
    assert version.content == content(fee=2)
    [version] = messages(publishing(REVISED))
    assert (version.version, version.content) == (2, content(fee=5))


@pytest.mark.parametrize("of", [IN_FORCE, PLANNED])
def test_a_draft_is_published_once(of: versions.Service) -> None:
    assert refusal_of(publishing, of) == "NOTHING_DRAFTED name"


def test_publishing_into_the_past_needs_a_reason() -> None:
    assert refusal_of(publishing, at=NOW - DAY) == "PAST_WITHOUT_REASON effective_time"
    [version] = messages(publishing(at=NOW - DAY, reason="nhập chậm"))
    assert instant(version.effective_time) == NOW - DAY
    assert version.correction_reason == "nhập chậm"


def test_a_service_is_not_in_force_before_its_authority_opens() -> None:
    late = open_unit(at=NOW + DAY)
    assert refusal_of(publishing, authority=late) == "UNIT_NOT_OPEN_THEN effective_time"
    assert len(publishing(authority=late, at=NOW + DAY)) == 1


def test_a_later_version_does_not_take_effect_before_an_earlier_one() -> None:
    of = known(drafted(), published(at=NOW + 2 * DAY), drafted())
    assert refusal_of(publishing, of, at=NOW + DAY) == "BEFORE_PREVIOUS_VERSION effective_time"
    [version] = messages(publishing(of, at=NOW + 2 * DAY))
    assert version.version == 2


def test_a_version_that_was_withdrawn_stands_in_no_ones_way_and_keeps_its_number() -> None:
    of = known(drafted(), published(at=NOW + 9 * DAY), withdrawn(1), drafted())
    [version] = messages(publishing(of, at=NOW + DAY))
    assert version.version == 2


def test_nothing_takes_effect_once_the_service_is_retired() -> None:
    of = known(drafted(), published(), drafted(), retired(NOW + DAY))
    assert refusal_of(publishing, of, at=NOW + DAY) == "RETIRED_BY_THEN effective_time"
    assert refusal_of(publishing, of, at=NOW + 2 * DAY) == "RETIRED_BY_THEN effective_time"
    assert len(publishing(of, at=NOW + DAY / 2)) == 1


def test_the_version_in_force_is_that_of_the_instant() -> None:
    of = service(published(1, at=NOW), published(2, at=NOW + DAY), published(3, at=NOW + DAY))
    asked = [NOW - DAY, NOW, NOW + DAY / 2, NOW + DAY, NOW + 9 * DAY]
    found = [versions.version_at(of, at) for at in asked]
    assert [version and version.number for version in found] == [None, 1, 1, 3, 3]


def test_terms_are_those_of_the_version_in_force() -> None:
    of = service(
        published(1, at=NOW),
        published(2, at=NOW + DAY, stated=content(fee=1, written_result=False)),
    )
    assert versions.terms_at(of, NOW - DAY) == Terms()
    assert versions.terms_at(of, NOW) == Terms(has_fee=False, written_result=None)
    assert versions.terms_at(of, NOW + DAY) == Terms(has_fee=True, written_result=False)


def test_lines_that_are_all_zero_are_no_fee() -> None:
    free = content()
    free.fees.add(code="LP", amount=0)
    assert not versions.terms_at(service(published(stated=free)), NOW).has_fee


def test_the_authority_is_that_of_the_version_in_force_and_no_plan_takes_it_over() -> None:
    other = content()
    other.authority = "units/q2"
    of = known(drafted(), published(), drafted(other))
    assert versions.authority(DRAFTED, NOW) == "units/q1"
    assert versions.authority(known(drafted(), drafted(other)), NOW) == "units/q2"
    assert versions.authority(of, NOW) == "units/q1"
    of = known(drafted(), published(), published(2, at=NOW + DAY, stated=other))
    assert versions.authority(of, NOW) == "units/q1"
    assert versions.authority(of, NOW + DAY) == "units/q2"
    of = known(drafted(), published(at=NOW + DAY, stated=other), drafted())
    assert versions.authority(of, NOW) == "units/q2"


@pytest.mark.parametrize(
    ("at", "reason"),
    [(NOW - 201 * DAY, "SERVICE_NOT_IN_FORCE_THEN parent"), (NOW, "RETIRED_BY_THEN parent")],
)
def test_nothing_is_done_under_a_service_that_is_not_in_force(at: object, reason: str) -> None:
    refused = refusal_of(
        services.require_in_force, RETIRED, name="services/a", at=at, field="parent"
    )
    assert refused == reason
    services.require_in_force(RETIRED, name="services/a", at=NOW - 2 * DAY, field="parent")
