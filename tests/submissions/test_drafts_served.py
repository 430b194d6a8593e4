"""Drafts through gRPC: begun, saved, read, deleted and submitted, by the portal whose own they are.

Promises what a client can see, and what is left in the tables. What changes under a draft is
another test's.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

import grpc
import pytest

from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.chassis.reasons import ChassisReason
from tests.submissions.draft_client import DraftClient
from tests.submissions.house import OFFICER, House, Refused, refused
from tests.submissions.persons import NONE, SEALED, Person, get, readings, run
from tests.submissions.test_dossiers_served import count_statements
from tests.submissions.test_forms_served import SOUND, WRONG, place_with_form, written

UNKNOWN = (grpc.StatusCode.NOT_FOUND, "DRAFT_UNKNOWN", "name")
CHANGED = (grpc.StatusCode.ABORTED, ChassisReason.VERSION_CONFLICT.code, "etag")


async def why(call: Any) -> tuple[Any, str, str]:
    found: Refused = await refused(call)
    assert found.languages == {"vi", "en"}
    return found.code, found.reason, found.field


async def kept(house: House, dossier: str) -> list[Any]:
    """The key of a dossier, and what is sealed under it."""
    query = """select k.wrapped, f.ciphertext from owner_keys k
      left join sealed_fields f on f.owner = k.owner where k.owner = $1"""
    return [tuple(row) for row in await run(house, query, dossier)]


async def test_a_draft_is_saved_again_and_again_and_becomes_a_dossier_with_its_id_and_key(
    house: House,
) -> None:
    client, person = DraftClient(house), Person()
    begun = await client.create(applicant={"contacts": [{"kind": 1}]})
    assert begun.dossier == begun.name.replace("drafts/", "dossiers/")
    assert (begun.etag, begun.HasField("applicant"), begun.form) == ('"1"', False, b"")
    assert begun.expire_time.seconds - begun.update_time.seconds == 30 * 86400
    saved = await client.save(begun, **person.sealed, documents=["CT01"])
    found = await client.get(begun.name)
    assert (found.applicant, found.form, found.etag) == (person.applicant, person.form, '"2"')
    assert saved.create_time == begun.create_time
    assert saved.expire_time.ToNanoseconds() > begun.expire_time.ToNanoseconds()
    before = await kept(house, begun.dossier)
    [position] = await run(house, "select position from head")
    done = await client.submit(saved)
    assert done.dossier.name == begun.dossier
    assert done.dossier.position > position["position"]  # a draft is no event
    assert before == await kept(house, begun.dossier) != []
    data = await get(house, begun.dossier, subject=OFFICER)
    assert (data.state, data.applicant, data.form) == (SEALED, person.applicant, person.form)
    [fact] = await house.events(begun.dossier)
    assert (fact.portal, fact.number) == (client.portal, done.dossier.number)
    assert list(fact.documents) == ["CT01"]
    assert await why(client.get(begun.name)) == UNKNOWN
    assert await client.listed() == []


async def test_the_answer_of_a_submission_is_that_of_any_other_and_given_again(
    house: House,
) -> None:
    client = DraftClient(house)
    draft = await client.create(form=b'{"a": 1}')
    request_id = str(uuid.uuid4())
    first = await client.submit(draft, request_id=request_id)
    assert await client.submit(draft, request_id=request_id) == first
    assert first.secret
    assert first.dossier.status == events.STATUS_SUBMITTED
    again = await why(client.submit(draft, request_id=request_id, validate_only=True))
    assert again == UNKNOWN
    other = await why(client.submit(draft, request_id=request_id, etag='"7"'))
    assert other[1:] == ("REQUEST_ID_REUSED", "request_id")
    assert await why(client.submit(draft)) == UNKNOWN


async def test_a_draft_without_personal_data_leaves_a_dossier_without_a_key(house: House) -> None:
    client = DraftClient(house)
    dossier = (await client.submit(await client.create())).dossier.name
    assert (await get(house, dossier, subject=OFFICER)).state == NONE
    assert await kept(house, dossier) == []


async def test_of_submissions_at_once_one_is_recorded(house: House) -> None:
    client = DraftClient(house)
    draft = await client.create(form=b"{}")
    calls = (client.submit(draft) for _ in range(8))
    answers = await asyncio.gather(*calls, return_exceptions=True)
    assert sum(not isinstance(each, grpc.aio.AioRpcError) for each in answers) == 1
    assert len(await house.events(draft.dossier)) == 1


async def test_nobody_else_sees_it_and_no_words_tell_that_it_is_there(house: House) -> None:
    client = DraftClient(house, holder="h-1")
    draft = await client.create(**Person().sealed)
    others = (
        DraftClient(house, holder="h-1"),  # another portal
        DraftClient(house, portal=client.portal, holder="h-2"),
        DraftClient(house, portal=client.portal),
        DraftClient(house, portal=client.portal, holder="h-1", unit="units/other"),
    )
    for other in others:
        assert await why(other.get(draft.name)) == UNKNOWN
        assert await why(other.submit(draft)) == UNKNOWN
        assert await why(other.delete(draft)) == UNKNOWN
        saving = await refused(other.save(draft))
        denied = other.caller == others[3].caller
        assert saving.reason == ("NOT_PERMITTED" if denied else "DRAFT_UNKNOWN")
    nobodys = await refused(others[0].get("drafts/018f0000-0000-7000-8000-000000000000"))
    assert (nobodys.code, nobodys.reason, nobodys.field) == UNKNOWN
    assert [await each.listed() for each in others] == [[], [], [draft.name], []]
    assert await client.listed() == [draft.name]
    assert (await client.get(draft.name)).etag == draft.etag


async def test_every_reading_is_recorded_first(house: House) -> None:
    client, person = DraftClient(house), Person()
    draft = await client.create(**person.sealed)
    await client.get(draft.name)
    [found] = await readings(house, dossier=draft.dossier)
    assert (found.reader, found.unit, found.purpose) == (client.portal, "units/ward", "draft")


async def test_of_two_savings_the_second_is_told_and_the_last_one_sent_again_is_known(
    house: House,
) -> None:
    client = DraftClient(house)
    draft, request_id = await client.create(), str(uuid.uuid4())
    saved = await client.save(draft, request_id=request_id, form=b'{"a": 1}')
    assert await client.save(draft, request_id=request_id, form=b'{"a": 1}') == saved
    reused = await why(client.save(draft, request_id=request_id, form=b'{"a": 2}'))
    assert reused[1:] == ("REQUEST_ID_REUSED", "request_id")
    assert await why(client.save(draft, form=b"{}")) == CHANGED
    assert await why(client.submit(draft)) == CHANGED
    assert await why(client.delete(draft, etag=draft.etag)) == CHANGED
    answers = await asyncio.gather(
        *(client.save(saved, form=b'{"n": %d}' % n) for n in range(5)), return_exceptions=True
    )
    assert sum(not isinstance(each, grpc.aio.AioRpcError) for each in answers) == 1


async def test_a_beginning_sent_again_is_the_same_draft_until_it_is_submitted(
    house: House,
) -> None:
    client, request_id = DraftClient(house), str(uuid.uuid4())
    said = {"request_id": request_id, "form": b'{"a": 1}'}
    calls = [client.create(**said) for _ in range(4)]
    drafts = await asyncio.gather(*calls)
    assert drafts == [drafts[0]] * 4
    assert await client.listed() == [drafts[0].name]
    reused = await why(client.create(request_id=request_id))
    assert reused[1:] == ("REQUEST_ID_REUSED", "request_id")
    saved = await client.save(drafts[0], form=b"{}")
    assert (await client.create(**said)).etag == saved.etag
    await client.submit(saved)
    submitted = await why(client.create(**said))
    assert submitted[1:] == ("DRAFT_SUBMITTED", "request_id")


async def test_what_is_deleted_is_gone_with_its_key(house: House) -> None:
    client = DraftClient(house)
    draft = await client.create(**Person().sealed)
    assert await kept(house, draft.dossier) != []
    await client.delete(draft)
    assert await why(client.get(draft.name)) == UNKNOWN
    assert await kept(house, draft.dossier) == []
    assert await run(house, "select from sealed_fields where owner = $1", draft.dossier) == []


@pytest.mark.parametrize(
    ("said", "reason", "field"),
    [
        ({"form": b"[]"}, "FORM_INVALID", "draft.form"),
        ({"form": b" " * (256 * 1024 + 1)}, "FORM_TOO_LARGE", "draft.form"),
        ({"applicant": {"full_name": "x" * 201}}, "TEXT_TOO_LONG", "draft.applicant.full_name"),
        ({"offering": "services/birth/offerings/no"}, "OFFERING_UNKNOWN", "draft.offering"),
        ({"channel": 0}, "FIELD_REQUIRED", "draft.channel"),
        ({"documents": ["a"] * 101}, "LIST_TOO_LONG", "draft.documents"),
        ({"service_version": 99}, "SERVICE_VERSION_UNKNOWN", "draft.service_version"),
    ],
)
async def test_what_cannot_be_kept_is_refused(
    house: House, said: dict[str, Any], reason: str, field: str
) -> None:
    client = DraftClient(house)
    assert (await why(client.create(**said)))[1:] == (reason, field)
    draft = await client.create()
    assert (await why(client.save(draft, **said)))[1:] == (reason, field)
    assert await client.listed() == [draft.name]


async def test_a_portal_has_so_many_drafts_and_no_more(house: House) -> None:
    client = DraftClient(house)
    query = """insert into drafts select gen_random_uuid(), $1, null, 1, '', now(), now(),
      now() + interval '1 day', gen_random_uuid(), '', '' from generate_series(1, 9999)"""
    await run(house, query, client.portal)
    draft = await client.create()
    assert (await why(client.create()))[1:] == ("DRAFTS_TOO_MANY", "")
    await client.delete(draft)
    assert (await client.create()).name
    await run(house, "delete from drafts where portal = $1", client.portal)


async def test_one_holder_has_so_many_of_a_portals_drafts_and_no_more(house: House) -> None:
    client = DraftClient(house, holder="h-1")
    draft = await client.create()
    query = """insert into drafts select gen_random_uuid(), portal, holder, 1, '', now(), now(),
      now() + interval '1 day', gen_random_uuid(), '', '' from drafts, generate_series(1, 49)
      where portal = $1"""
    await run(house, query, client.portal)
    assert (await why(client.create()))[1:] == ("HOLDER_DRAFTS_TOO_MANY", "holder")
    assert (await DraftClient(house, portal=client.portal, holder="h-2").create()).name
    assert (await DraftClient(house, portal=client.portal).create()).name
    await client.delete(draft)
    assert (await client.create()).name
    await run(house, "delete from drafts where portal = $1", client.portal)


async def test_all_own_drafts_are_listed_page_by_page_the_last_begun_first(house: House) -> None:
    client = DraftClient(house)
    names = [(await client.create()).name for _ in range(5)]
    assert await client.listed(size=2) == await client.listed() == names[::-1]


async def test_a_draft_shows_what_is_wrong_and_is_refused_for_all_of_it_when_it_is_submitted(
    house: House,
) -> None:
    place = await place_with_form(house)
    client = DraftClient(house)
    client.usual |= {"offering": place.offering, "receiving_unit": place.unit}
    draft = await client.create(form=written(WRONG), applicant={"organization": "X"})
    assert [(each.pointer, each.reason) for each in draft.violations] == [
        ("/sinh", "FORM_FIELD_MISSING"),
        ("/họ_tên", "FORM_TEXT_TOO_LONG"),
        ("/con/1/tuổi", "FORM_TYPE_WRONG"),
        ("", "FORM_FIELD_UNKNOWN"),
    ]
    assert all(each.message_vi != each.message_en for each in draft.violations)
    first = draft.violations[0]
    assert (first.brief_vi, first.brief_en) == ("Bắt buộc phải có.", "Is required.")
    incomplete = await refused(client.submit(draft))
    assert (incomplete.reason, incomplete.fields) == ("FIELD_REQUIRED", ("applicant.full_name",))
    draft = await client.save(draft, form=written(WRONG))
    found = await refused(client.submit(draft))
    assert found.fields[:3] == ("documents", "form#/sinh", "form#/họ_tên")
    draft = await client.save(draft, form=written(SOUND), documents=["CT01"])
    assert list(draft.violations) == []
    looked_at = await client.submit(draft, validate_only=True)
    assert (looked_at.dossier.name, looked_at.secret) == ("", "")
    assert looked_at.dossier != Dossier()
    assert (await client.submit(draft)).dossier.number


async def test_every_call_takes_at_most_five_statements(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, person = DraftClient(house), Person()
    await client.submit(await client.create())  # the catalogue and a block of numbers are there
    counted = count_statements(monkeypatch)
    draft = await client.create(**person.sealed)
    draft = await client.save(draft, **person.sealed)
    await client.get(draft.name)
    await client.listed()
    await client.submit(draft)
    await client.delete(await client.create())
    assert len(counted) >= 6
    assert max(counted.values()) <= 5, counted  # the append of a draft's dossier among them


async def test_personal_data_is_nowhere_but_sealed(house: House) -> None:
    secret = f"Nguyễn {uuid.uuid4()}"
    client = DraftClient(house, holder=secret)
    form = json.dumps({secret: secret}, ensure_ascii=False).encode()
    draft = await client.create(form=form, applicant={"full_name": secret})
    await client.save(draft, form=form)
    rows = await run(house, "select d::text as row from drafts d where portal = $1", client.portal)
    assert len(rows) == 1
    for spelling in (secret, secret.encode().hex()):
        assert spelling not in rows[0]["row"]
