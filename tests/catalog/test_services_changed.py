"""Changing public services through the whole catalogue: gRPC, log, projection, tables.

Promises that what is written is answered and then read alike, whole, and by whom it may be. Must
not test a rule again that needs no database.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.catalog.domain import content as contents
from tests.catalog.client import Client, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import text
from tests.catalog.given_services import WHOLE, Editor

DAY = timedelta(days=1)


def saying(authority: str, *, fee: int = 0, **said: Any) -> facts.ServiceContent:
    """The example of everything, under this authority, with what else is said."""
    whole = facts.ServiceContent()
    whole.CopyFrom(WHOLE)
    whole.authority, whole.fees[0].amount = authority, fee
    for name, value in said.items():
        setattr(whole, name, value)
    return whole


def said(service: api.Service) -> facts.ServiceContent:
    return facts.ServiceContent(**contents.fields_of(service))


def fee(service: api.Service) -> int:
    return service.fees[0].amount


@pytest.fixture
def editor(client: Client) -> Editor:
    """An editor of the whole tree."""
    return Editor(client)


@pytest.fixture
async def city(client: Client) -> str:
    """A unit that is open."""
    return (await client.unit()).name


async def test_everything_that_a_version_can_say_comes_back(editor: Editor, city: str) -> None:
    draft = await editor.create(saying(city))
    assert said(draft) == saying(city)
    assert await editor.client.get(draft.name) == draft
    service = await editor.publish(draft.name)
    assert said(service) == saying(city)
    assert await editor.client.get(draft.name) == service


async def test_a_draft_waits_beside_the_version_in_force(editor: Editor, city: str) -> None:
    service = await editor.published(saying(city))
    assert not service.has_draft
    revised = await editor.revise(service.name, saying(city, fee=5), etag=service.etag)
    assert (revised.version, fee(revised), revised.has_draft) == (1, 0, True)
    assert await editor.client.get(service.name) == revised
    again = await editor.revise(service.name, saying(city, fee=6))
    second = await editor.publish(service.name, etag=again.etag)
    assert (second.version, fee(second), second.has_draft) == (2, 6, False)
    assert await editor.client.get(service.name) == second


async def test_a_draft_is_revised_before_it_is_ever_published(editor: Editor, city: str) -> None:
    draft = await editor.create(saying(city))
    revised = await editor.revise(draft.name, saying(city, fee=5))
    assert (revised.state, fee(revised)) == (api.Service.STATE_DRAFT, 5)
    assert await editor.client.get(draft.name) == revised
    assert fee(await editor.publish(draft.name)) == 5


async def test_a_version_is_corrected_on_its_day_and_before_it_begins(
    editor: Editor, city: str
) -> None:
    service = await editor.published(saying(city))
    corrected = await editor.correct(service.name, 1, saying(city, fee=5), etag=service.etag)
    assert (corrected.version, fee(corrected)) == (1, 5)
    assert corrected.effective_time == service.effective_time
    assert await editor.client.get(service.name) == corrected
    await editor.revise(service.name, saying(city, fee=6))
    later = datetime.now(UTC) + DAY
    await editor.publish(service.name, at=later)
    corrected = await editor.correct(service.name, 2, saying(city, fee=7))
    assert (corrected.version, fee(corrected)) == (2, 7)
    assert fee(await editor.client.get(service.name)) == 5
    assert await editor.client.get(service.name, at=later) == corrected


async def test_a_version_that_is_withdrawn_never_comes(editor: Editor, city: str) -> None:
    service = await editor.published(saying(city))
    await editor.revise(service.name, saying(city, fee=5))
    later = datetime.now(UTC) + DAY
    planned = await editor.publish(service.name, at=later)
    withdrawn = await editor.withdraw(service.name, 2, etag=planned.etag)
    assert (withdrawn.version, withdrawn.has_draft) == (1, False)
    assert await editor.client.get(service.name) == withdrawn
    assert (await editor.client.get(service.name, at=later)).version == 1
    await editor.revise(service.name, saying(city, fee=6))
    assert (await editor.publish(service.name)).version == 3


async def test_a_service_that_is_retired_stays_readable(editor: Editor, city: str) -> None:
    service = await editor.published(saying(city))
    retired = await editor.retire(service.name, legal_basis="QĐ 5", etag=service.etag)
    assert (retired.state, retired.version) == (api.Service.STATE_RETIRED, 1)
    assert retired.effective_time.ToDatetime() > service.effective_time.ToDatetime()
    assert said(retired) == saying(city)
    assert await editor.client.get(service.name) == retired
    began = service.effective_time.ToDatetime(tzinfo=UTC)
    then = await editor.client.get(service.name, at=began)
    assert then.state == api.Service.STATE_PUBLISHED


async def test_every_command_repeated_is_answered_as_the_first_time(
    editor: Editor, city: str
) -> None:
    name = (await editor.published(saying(city))).name
    later = datetime.now(UTC) + DAY
    calls = [
        (editor.revise, (name, saying(city, fee=5)), {}),
        (editor.publish, (name,), {"at": later}),
        (editor.correct, (name, 2, saying(city, fee=6)), {}),
        (editor.withdraw, (name, 2), {}),
        (editor.retire, (name,), {"at": later}),
    ]
    asked = [
        (call, words, {**rest, "request_id": str(uuid.uuid4())}) for call, words, rest in calls
    ]
    first = [await call(*words, **rest) for call, words, rest in asked]
    again = [await call(*words, **rest) for call, words, rest in asked]
    assert again == first


async def test_every_refusal_reaches_the_caller_with_its_field(editor: Editor, city: str) -> None:
    name = (await editor.published(saying(city))).name
    gone = (await editor.published(saying(city))).name
    await editor.retire(gone)
    await editor.revise(gone, saying(city))
    past, later = datetime.now(UTC) - DAY, datetime.now(UTC) + DAY
    young = (await editor.client.unit(at=later)).name
    early = (await editor.create(saying(young))).name
    none = "services/none"
    cases = {
        editor.revise(none, saying(city)): "NOT_FOUND SERVICE_UNKNOWN service.name",
        editor.revise("none", saying(city)): "INVALID_ARGUMENT NAME_MALFORMED service.name",
        editor.revise(name, saying("x")): "INVALID_ARGUMENT NAME_MALFORMED service.authority",
        editor.revise(name, saying("units/x")): "NOT_FOUND UNIT_UNKNOWN service.authority",
        editor.revise(name, saying(city, fee=-1)): (
            "INVALID_ARGUMENT FEE_NEGATIVE service.fees[0].amount"
        ),
        editor.revise(name, saying(city, form_schema='{"type": 1}')): (
            "INVALID_ARGUMENT FORM_SCHEMA_INVALID service.form_schema"
        ),
        editor.revise(name, saying(city), etag='"9"'): "ABORTED VERSION_CONFLICT etag",
        editor.publish(none): "NOT_FOUND SERVICE_UNKNOWN name",
        editor.publish(name): "FAILED_PRECONDITION NOTHING_DRAFTED name",
        editor.publish(early): "FAILED_PRECONDITION UNIT_NOT_OPEN_THEN effective_time",
        editor.publish(gone): "FAILED_PRECONDITION RETIRED_BY_THEN effective_time",
        editor.correct(none, 1, saying(city)): "NOT_FOUND SERVICE_UNKNOWN service.name",
        editor.correct(name, 2, saying(city)): "NOT_FOUND VERSION_UNKNOWN version",
        editor.correct(name, 1, saying(young)): (
            "FAILED_PRECONDITION UNIT_NOT_OPEN_THEN service.authority"
        ),
        editor.correct(name, 1, saying(city), correction_reason=" "): (
            "INVALID_ARGUMENT REASON_MISSING correction_reason"
        ),
        editor.withdraw(name, 1): "FAILED_PRECONDITION VERSION_BEGUN version",
        editor.withdraw(name, 2): "NOT_FOUND VERSION_UNKNOWN version",
        editor.withdraw(none, 1): "NOT_FOUND SERVICE_UNKNOWN name",
        editor.retire(none): "NOT_FOUND SERVICE_UNKNOWN name",
        editor.retire(name, at=past): "INVALID_ARGUMENT PAST_WITHOUT_REASON effective_time",
        editor.retire(early): "FAILED_PRECONDITION SERVICE_NOT_IN_FORCE_THEN effective_time",
        editor.retire(gone): "FAILED_PRECONDITION RETIRED_ALREADY name",
        editor.client.offer(gone, city): "FAILED_PRECONDITION RETIRED_BY_THEN parent",
    }
    found = [await refusal(asked) for asked in cases]
    assert found == list(cases.values())


async def test_who_hands_a_service_over_needs_a_role_over_both_authorities(
    catalog: Running, client: Client
) -> None:
    own, other = (await client.unit()).name, (await client.unit()).name
    denied = "PERMISSION_DENIED NOT_PERMITTED"
    whole, here, there = (Editor(catalog.client(unit=unit)) for unit in ("*", own, other))
    name = (await here.published(saying(own))).name
    assert await refusal(there.revise(name, saying(other))) == denied
    assert await refusal(here.revise(name, saying(other))) == denied
    assert await refusal(here.correct(name, 1, saying(other))) == denied
    await whole.revise(name, saying(other))
    # The hand-over waits for somebody who may act for both, and either may still change the draft
    # only for themselves.
    assert await refusal(here.publish(name)) == denied
    assert await refusal(there.publish(name)) == denied
    assert await refusal(there.revise(name, saying(other))) == denied
    assert await refusal(there.retire(name)) == denied
    await whole.publish(name)
    assert await refusal(here.retire(name)) == denied
    assert await refusal(here.withdraw(name, 2)) == denied
    assert (await there.retire(name)).state == api.Service.STATE_RETIRED


async def test_who_takes_a_planned_handover_back_needs_a_role_over_both_authorities(
    catalog: Running, client: Client
) -> None:
    own, other = (await client.unit()).name, (await client.unit()).name
    denied = "PERMISSION_DENIED NOT_PERMITTED"
    whole, here, there = (Editor(catalog.client(unit=unit)) for unit in ("*", own, other))
    name = (await here.published(saying(own))).name
    await whole.revise(name, saying(other))
    planned = await whole.publish(name, at=datetime.now(UTC) + DAY)
    for editor in (here, there):
        assert await refusal(editor.withdraw(name, planned.version)) == denied
        assert await refusal(editor.correct(name, planned.version, saying(own))) == denied
    rest = {"request_id": str(uuid.uuid4())}
    gone = await whole.withdraw(name, planned.version, **rest)
    assert await refusal(here.withdraw(name, planned.version, **rest)) == denied
    assert await whole.withdraw(name, planned.version, **rest) == gone


async def test_a_name_in_english_alone_is_no_name(editor: Editor, city: str) -> None:
    unnamed = saying(city)
    unnamed.display_name.CopyFrom(text(vi="", en="Birth"))
    refused = await refusal(editor.create(unnamed))
    assert refused == "INVALID_ARGUMENT DISPLAY_NAME_MISSING service.display_name.vi"
