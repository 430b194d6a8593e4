"""Public services as the API shows them, from one instant to the next.

Promises that no field of a content is lost on its way in or out. Must not need a database.
"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

import pytest
from google.protobuf.descriptor import FieldDescriptor

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import content as contents
from services.catalog.domain.versions import Service
from services.catalog.resources.services import resource_periods
from tests.catalog.given import DAY, NOW, content, drafted, published
from tests.catalog.given_services import DRAFTED, WHOLE, at_time, known, retired, withdrawn

DRAFT = api.Service.STATE_DRAFT
PUBLISHED = api.Service.STATE_PUBLISHED
RETIRED = api.Service.STATE_RETIRED
LONG_AGO = NOW - 365 * DAY
FIELDS = list(facts.ServiceContent.DESCRIPTOR.fields)
OF_THE_SERVER = {"state", "version", "effective_time", "position", "etag", "has_draft"}


def shown(service: Service) -> list[tuple[datetime, int, int, int, bool]]:
    """From when on, in which state, by which version, with which fee, and whether a draft waits."""
    return [
        (
            each.since,
            each.message.state,
            each.message.version,
            sum(line.amount for line in each.message.fees),
            each.message.has_draft,
        )
        for each in resource_periods(service)
    ]


def test_a_resource_has_every_field_of_a_content() -> None:
    resource = api.Service.DESCRIPTOR.fields_by_name
    for field in facts.ServiceContent.DESCRIPTOR.fields:
        other = resource[field.name]
        assert kind(field) == kind(other)
    assert set(resource) - contents.FIELDS == {"name", *OF_THE_SERVER}


def kind(field: FieldDescriptor) -> tuple[object, ...]:
    return field.type, field.is_repeated, field.has_presence, field.message_type, field.enum_type


def test_every_field_comes_out_as_it_went_in() -> None:
    [period] = resource_periods(known(drafted(WHOLE)))
    assert facts.ServiceContent(**contents.fields_of(period.message)) == WHOLE
    [_, period] = resource_periods(known(drafted(), published(stated=WHOLE)))
    assert facts.ServiceContent(**contents.fields_of(period.message)) == WHOLE


@pytest.mark.parametrize("field", FIELDS, ids=lambda each: each.name)
def test_a_field_that_is_absent_stays_absent_and_false_stays_false(field: FieldDescriptor) -> None:
    without = facts.ServiceContent()
    without.CopyFrom(WHOLE)
    without.ClearField(field.name)
    [period] = resource_periods(known(drafted(without)))
    assert facts.ServiceContent(**contents.fields_of(period.message)) == without
    if field.type == FieldDescriptor.TYPE_BOOL:
        assert not period.message.HasField(field.name)
        setattr(without, field.name, False)
        [period] = resource_periods(known(drafted(without)))
        assert period.message.HasField(field.name)


def test_what_only_the_server_writes_never_gets_into_a_content() -> None:
    [period] = resource_periods(DRAFTED)
    assert not contents.fields_of(period.message).keys() & {"name", *OF_THE_SERVER}


def test_nothing_is_shown_of_what_was_never_drafted() -> None:
    assert resource_periods(Service()) == []


def test_a_draft_is_shown_from_the_moment_it_was_made() -> None:
    assert shown(DRAFTED) == [(LONG_AGO, DRAFT, 0, 0, True)]
    [period] = resource_periods(DRAFTED)
    assert not period.message.HasField("effective_time")
    assert period.until is None


def test_a_draft_that_replaces_another_is_shown_from_when_it_did() -> None:
    of = known(drafted(), at_time(drafted(content(fee=5)), NOW))
    assert shown(of) == [(LONG_AGO, DRAFT, 0, 0, True), (NOW, DRAFT, 0, 5, True)]


def test_the_draft_gives_way_to_the_version_on_its_day() -> None:
    of = known(drafted(), published(at=NOW + DAY, stated=content(fee=5)))
    assert shown(of) == [(LONG_AGO, DRAFT, 0, 0, False), (NOW + DAY, PUBLISHED, 1, 5, False)]
    assert resource_periods(of)[0].until == resource_periods(of)[1].since
    assert resource_periods(of)[1].message.effective_time.ToDatetime(NOW.tzinfo) == NOW + DAY


def test_a_version_from_before_it_was_drafted_leaves_no_draft_to_be_shown() -> None:
    of = known(at_time(drafted(), NOW), at_time(published(at=NOW - DAY), NOW))
    assert shown(of) == [(NOW - DAY, PUBLISHED, 1, 0, False)]


def test_a_draft_of_the_next_version_waits_without_being_shown() -> None:
    of = known(drafted(), published(), at_time(drafted(content(fee=5)), NOW))
    of_first = NOW - 200 * DAY
    assert shown(of)[1:] == [(of_first, PUBLISHED, 1, 0, False), (NOW, PUBLISHED, 1, 0, True)]
    of = known(drafted(), published(), drafted(), published(2, at=NOW, stated=content(fee=5)))
    assert shown(of)[1:] == [(of_first, PUBLISHED, 1, 0, False), (NOW, PUBLISHED, 2, 5, False)]


def test_a_draft_waits_since_the_first_that_was_not_published() -> None:
    again = at_time(drafted(content(fee=6)), NOW + DAY)
    of = known(drafted(), published(), at_time(drafted(content(fee=5)), NOW), again)
    assert [(since, waits) for since, *_, waits in shown(of)][2:] == [(NOW, True)]


def test_of_two_versions_from_one_instant_the_later_one_is_shown() -> None:
    of = known(drafted(), published(at=NOW), published(2, at=NOW, stated=content(fee=5)))
    assert shown(of)[1:] == [(NOW, PUBLISHED, 2, 5, False)]


def test_a_corrected_version_is_shown_as_corrected_from_its_beginning() -> None:
    of = known(drafted(), published(at=NOW), published(at=NOW, stated=content(fee=5)))
    assert shown(of)[1:] == [(NOW, PUBLISHED, 1, 5, False)]


def test_a_version_that_was_withdrawn_is_not_shown() -> None:
    of = known(drafted(), published(), published(2, at=NOW + DAY), withdrawn(2))
    assert shown(of)[1:] == [(NOW - 200 * DAY, PUBLISHED, 1, 0, False)]
    of = known(drafted(), published(at=NOW + DAY), withdrawn(1))
    assert shown(of) == [(LONG_AGO, DRAFT, 0, 0, False)]


def test_a_service_that_is_retired_is_shown_as_it_was_last() -> None:
    of = known(drafted(), published(stated=content(fee=5)), retired(NOW))
    assert shown(of)[2:] == [(NOW, RETIRED, 1, 5, False)]
    last = resource_periods(of)[-1].message
    assert last.effective_time.ToDatetime(NOW.tzinfo) == NOW


def test_segments_follow_one_another_without_a_gap() -> None:
    of = known(
        drafted(),
        at_time(drafted(content(fee=1)), NOW - 300 * DAY),
        published(),
        published(2, at=NOW, stated=content(fee=5)),
        at_time(drafted(), NOW + DAY),
        retired(NOW + 2 * DAY),
    )
    found = resource_periods(of)
    assert [each.until for each in found] == [*(each.since for each in found[1:]), None]
    assert all(one.message != other.message for one, other in pairwise(found))
    assert len(found) == 6


def test_a_service_is_found_by_its_authority_its_field_its_name_and_its_codes() -> None:
    [period] = resource_periods(known(drafted(WHOLE)))
    columns = period.columns
    assert (columns.state, columns.unit, columns.field) == (DRAFT, "units/q1", "Hộ tịch")
    assert columns.title == "Đăng ký khai sinh"
    assert columns.codes == ("a", "1.001193", "HN-01")
