"""UpdateDraft with an update mask: what it names is saved, and all else stays, sealed or not.

Promises a draft that is saved in part many times to be what one saving of everything makes. Must
not wait for a clock.
"""

from __future__ import annotations

import random
import uuid
from typing import Any

import pytest

from motcua.submissions.v1 import drafts_pb2 as api
from tests.submissions.draft_client import DraftClient
from tests.submissions.house import House, refused

VALUES: dict[str, list[Any]] = {
    "form": [b"", b'{"a": 1}', b'{"b": [2, 3]}'],
    "applicant": [None, {"full_name": "Nguyễn Văn An"}, {"full_name": "Lê Thị Bé"}],
    "channel": [1, 2],
    "assisted": [False, True],
    "documents": [[], ["a"], ["b", "c"]],
    "task": ["", "t-1"],
}


@pytest.fixture
async def client(house: House) -> DraftClient:
    return DraftClient(house, holder="h-1")


async def save_in_part(client: DraftClient, draft: api.Draft, **said: Any) -> api.Draft:
    """Only these fields, as a portal sends them that has no others."""
    request = api.UpdateDraftRequest(
        draft={"name": draft.name} | said,
        update_mask={"paths": list(said)},
        holder=client.holder,
        etag=draft.etag,
        request_id=str(uuid.uuid4()),
    )
    return await client.house.drafts.UpdateDraft(request, **client.caller)


async def test_savings_in_part_add_up_to_one_of_everything(client: DraftClient) -> None:
    chance = random.Random(6)
    draft = await client.create()
    model: dict[str, Any] = {name: values[0] for name, values in VALUES.items()}
    for _ in range(25):
        said = {name: chance.choice(VALUES[name]) for name in chance.sample(list(VALUES), 2)}
        model |= said
        draft = await save_in_part(client, draft, **said)
        kept = await client.get(draft.name)
        expected = api.Draft(**model)
        for name in VALUES:
            assert getattr(kept, name) == getattr(expected, name), name
        assert kept.HasField("applicant") == (model["applicant"] is not None)
        assert (kept.offering, kept.receiving_unit) == (draft.offering, draft.receiving_unit)
        assert kept.service_version == draft.service_version
    same = await client.save(draft, **{n: each for n, each in model.items() if each is not None})
    fields = ("etag", "update_time", "expire_time", "create_time")
    for each in (kept, whole := await client.get(same.name)):
        for name in fields:
            each.ClearField(name)
    assert kept == whole


async def test_a_draft_saved_in_part_is_submitted_whole(client: DraftClient) -> None:
    draft = await client.create(applicant={"full_name": "Nguyễn Văn An"})
    draft = await save_in_part(client, draft, form=b'{"a": 1}')
    done = await client.submit(draft)
    assert done.dossier.name == draft.dossier


async def test_what_only_the_server_writes_is_not_changed_by_being_named(
    client: DraftClient,
) -> None:
    draft = await client.create(form=b"{}")
    said = {"dossier": f"dossiers/{uuid.uuid4()}", "etag": '"9"', "documents": ["a"]}
    saved = await save_in_part(client, draft, **said)
    assert (saved.dossier, list(saved.documents), saved.etag) == (draft.dossier, ["a"], '"2"')


async def test_a_saving_in_part_is_refused_as_one_of_everything(client: DraftClient) -> None:
    draft = await client.create()
    for said, reason, field in (
        ({"channel": 0}, "FIELD_REQUIRED", "draft.channel"),
        ({"channel": 99}, "ENUM_UNKNOWN", "draft.channel"),
        ({"form": b"[]"}, "FORM_INVALID", "draft.form"),
        ({"service_version": 99}, "SERVICE_VERSION_UNKNOWN", "draft.service_version"),
    ):
        why = await refused(save_in_part(client, draft, **said))
        assert (why.reason, why.field) == (reason, field)
    request = api.UpdateDraftRequest(
        draft={"name": draft.name}, update_mask={"paths": ["form", "forms"]}, holder="h-1",
        etag=draft.etag, request_id=str(uuid.uuid4()),
    )  # fmt: skip
    why = await refused(client.house.drafts.UpdateDraft(request, **client.caller))
    assert (why.reason, why.field) == ("MASK_PATH_UNKNOWN", "update_mask.paths[1]")
    stranger = DraftClient(client.house, holder="h-1")
    why = await refused(save_in_part(stranger, draft, form=b"{}"))
    assert why.reason == "DRAFT_UNKNOWN"


async def test_a_deletion_may_be_repeated_where_it_allows_that_there_is_none(
    client: DraftClient,
) -> None:
    draft = await client.create()
    request = api.DeleteDraftRequest(
        name=draft.name, holder="h-1", allow_missing=True, request_id=str(uuid.uuid4())
    )
    stranger = DraftClient(client.house, holder="h-1")
    await client.house.drafts.DeleteDraft(request, **stranger.caller)  # as if there were none
    assert (await client.get(draft.name)).name == draft.name
    for _ in range(2):
        await client.house.drafts.DeleteDraft(request, **client.caller)
    assert (await refused(client.get(draft.name))).reason == "DRAFT_UNKNOWN"
    assert (await refused(client.delete(draft))).reason == "DRAFT_UNKNOWN"
    request.name = "drafts/7"
    why = await refused(client.house.drafts.DeleteDraft(request, **client.caller))
    assert why.reason == "NAME_MALFORMED"
