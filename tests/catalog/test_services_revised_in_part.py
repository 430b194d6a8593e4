"""Revisions and corrections that name what they change, and batches that name what is missing.

The masks are held against plain dictionaries; the rest goes through gRPC.
"""

from __future__ import annotations

import uuid
from copy import deepcopy
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.chassis.masks import MOST_PATHS, merged, paths_of
from services.chassis.validation import compiled
from tests.catalog.client import Client, refusal
from tests.catalog.conftest import Running
from tests.catalog.given import text
from tests.catalog.place import Place

WORDS = st.sampled_from(["", "a", "b"])
TEXTS = st.builds(facts.Text, vi=WORDS, en=WORDS)
CONTENTS = st.builds(
    facts.ServiceContent,
    display_name=st.none() | TEXTS,
    description=st.none() | TEXTS,
    field=WORDS,
    url=WORDS,
    written_result=st.none() | st.booleans(),
    retention_years=st.none() | st.integers(0, 2),
    fees=st.lists(st.builds(facts.FeeLine, amount=st.integers(0, 2)), max_size=2),
    payment_channels=st.lists(st.sampled_from([1, 2]), max_size=2),
)
PATHS = st.lists(
    st.sampled_from(
        [
            "display_name", "display_name.vi", "description.en", "field", "url", "fees",
            "written_result", "retention_years", "payment_channels", "name", "state", "etag",
        ]
    ),
    max_size=5,
)  # fmt: skip


def plain(message: Any) -> dict[str, Any]:
    found: dict[str, Any] = MessageToDict(message, preserving_proto_field_name=True)
    return found


def overlaid(present: dict[str, Any], stated: dict[str, Any], paths: list[str]) -> dict[str, Any]:
    """The dictionaries of two contents, field by field."""
    for path in paths:
        owner, source = present, stated
        *above, last = path.split(".")
        for part in above:
            owner = owner.setdefault(part, {})
            source = source.get(part, {})
        owner.pop(last, None)
        if last in source:
            owner[last] = deepcopy(source[last])  # a path after it may be of a part of this one
    return {name: each for name, each in present.items() if each != {}}


@given(CONTENTS, CONTENTS, PATHS)
def test_what_is_named_is_taken_and_all_else_is_left(
    present: facts.ServiceContent, stated: facts.ServiceContent, paths: list[str]
) -> None:
    kept = plain(present)
    after = plain(merged(present, stated, paths))
    expected = overlaid(plain(present), plain(stated), paths) if paths else plain(stated)
    assert {name: each for name, each in after.items() if each != {}} == {
        name: each for name, each in expected.items() if each != {}
    }
    assert plain(present) == kept


@given(CONTENTS, CONTENTS)
def test_without_a_mask_or_with_a_star_all_is_taken(
    present: facts.ServiceContent, stated: facts.ServiceContent
) -> None:
    for mask in ([], ["*"], ["fees", "*"]):
        request = api.ReviseServiceRequest(update_mask={"paths": mask})
        assert merged(present, stated, paths_of(request)) == stated


def found_wrong(**said: Any) -> set[str]:
    request = api.ReviseServiceRequest(request_id=str(uuid.uuid4()), **said)
    try:
        compiled(request.DESCRIPTOR)(request)
    except Exception as refused:  # noqa: BLE001 — all are refusals
        return {each.field for each in (refused, *refused.also)}  # type: ignore[attr-defined]
    return set()


def test_only_what_is_named_has_to_be_sound() -> None:
    wrong = {"name": "services/a", "field": "x" * 201}
    everything = {"service.display_name", "service.authority", "service.field"}
    assert found_wrong(service=wrong) == everything
    assert found_wrong(service=wrong, update_mask={"paths": ["*"]}) == everything
    assert found_wrong(service=wrong, update_mask={"paths": ["fees"]}) == set()
    assert found_wrong(service=wrong, update_mask={"paths": ["field"]}) == {"service.field"}
    named = {"paths": ["authority", "display_name.en"]}
    assert found_wrong(service=wrong, update_mask=named) == {"service.authority"}
    assert found_wrong(update_mask={"paths": ["fees"]}) == {"service"}


def test_a_mask_is_short_and_names_each_field_once() -> None:
    """Each path costs a copy of what it names, and each fault is sought in all of them."""
    wrong = {"name": "services/a", "field": "x" * 201}
    long = {"paths": ["fees"] * (MOST_PATHS + 1)}
    assert found_wrong(service=wrong, update_mask=long) == {"update_mask.paths"}
    assert found_wrong(service=wrong, update_mask={"paths": ["fees"] * MOST_PATHS}) == set()
    named = api.ReviseServiceRequest(update_mask={"paths": ["fees", "url", "fees"]})
    assert list(paths_of(named)) == ["fees", "url"]


async def test_a_revision_in_part_leaves_all_else_as_drafted_or_published(
    client: Client, place: Place
) -> None:
    fee = facts.FeeLine(code="a", name=text("Lệ phí"), amount=10)
    service = await client.service(place.city, fees=[fee], field="hộ tịch", url="https://a.vn")
    revised = await client.act(
        "ReviseService",
        service=api.Service(name=service.name, fees=[], field="không"),
        update_mask={"paths": ["fees", "url"]},
    )
    assert revised.has_draft
    published = await client.publish(service.name)
    assert (published.field, published.url, list(published.fees)) == ("hộ tịch", "", [])
    assert published.display_name == service.display_name
    # The next one goes on from the draft that waits.
    for changed in ({"field": "một"}, {"display_name": {"vi": "Tên mới"}}):
        said = api.Service(name=service.name, **changed)  # type: ignore[arg-type]
        await client.act("ReviseService", service=said, update_mask={"paths": list(changed)})
    both = await client.publish(service.name)
    assert (both.field, both.display_name.vi) == ("một", "Tên mới")
    whole = api.Service(name=service.name, authority=place.city, display_name=text("Lại"))
    await client.act("ReviseService", service=whole, update_mask={"paths": ["*"]})
    assert (await client.publish(service.name)).field == ""


async def test_the_same_revision_again_is_answered_alike(client: Client, place: Place) -> None:
    service = await client.service(place.city)
    said = {
        "service": api.Service(name=service.name, field="một"),
        "update_mask": {"paths": ["field"]},
        "request_id": str(uuid.uuid4()),
    }
    first = await client.act("ReviseService", **said)
    other = api.Service(name=service.name, field="hai")
    await client.act("ReviseService", service=other, update_mask={"paths": ["field"]})
    assert await client.act("ReviseService", **said) == first
    assert (await client.publish(service.name)).field == "hai"
    reused = client.act("ReviseService", **(said | {"update_mask": {"paths": ["url"]}}))
    assert await refusal(reused) == "ALREADY_EXISTS REQUEST_ID_REUSED request_id"


async def test_a_correction_in_part_leaves_all_else_as_the_version_says(
    client: Client, place: Place
) -> None:
    service = await client.service(place.city, field="hộ tịch", url="https://a.vn")
    await client.act(
        "ReviseService", service=api.Service(name=service.name, url="https://draft.vn"),
        update_mask={"paths": ["url"]},
    )  # fmt: skip
    corrected = await client.act(
        "CorrectService", service=api.Service(name=service.name, field="đất đai"), version=1,
        correction_reason="typo", update_mask={"paths": ["field"]},
    )  # fmt: skip
    assert (corrected.field, corrected.url, corrected.version) == ("đất đai", "https://a.vn", 1)
    missing = client.act(
        "CorrectService", service=api.Service(name=service.name), version=9,
        correction_reason="typo", update_mask={"paths": ["field"]},
    )  # fmt: skip
    assert await refusal(missing) == "NOT_FOUND VERSION_UNKNOWN version"


@pytest.mark.parametrize("path", ["fee", "fees.amount", "display_name.fr", "field.x", "", "Fees"])
async def test_a_path_that_leads_nowhere_is_refused_by_name(
    client: Client, place: Place, path: str
) -> None:
    service = await client.service(place.city)
    said = api.Service(name=service.name)
    for method, more in (
        ("ReviseService", {}),
        ("CorrectService", {"version": 1, "correction_reason": "r"}),
    ):
        asked = client.act(method, service=said, update_mask={"paths": ["url", path]}, **more)
        assert await refusal(asked) == "INVALID_ARGUMENT MASK_PATH_UNKNOWN update_mask.paths[1]"


async def test_who_reaches_one_authority_alone_hands_no_service_to_another_in_part(
    catalog: Running, client: Client, place: Place
) -> None:
    service = await client.service(place.a)
    said = api.Service(name=service.name, authority=place.b)
    mask = {"paths": ["authority"]}
    for unit in (place.a, place.b):
        alone = catalog.client(unit=unit).act("ReviseService", service=said, update_mask=mask)
        assert await refusal(alone) == "PERMISSION_DENIED NOT_PERMITTED"
    await client.act("ReviseService", service=said, update_mask=mask)


async def test_names_of_which_there_is_nothing_are_named(client: Client, place: Place) -> None:
    service = await client.service(place.city)
    offering = await client.offer(service.name, place.a)
    for method, there, none in (
        ("BatchGetUnits", place.a, "units/none"),
        ("BatchGetServices", service.name, "services/none"),
        ("BatchGetOfferings", offering.name, f"{service.name}/offerings/none"),
    ):
        names = [f"{none}1", there, f"{none}2", f"{none}1"]
        answer = await client.act(method, names=names)
        assert list(answer.missing_names) == [f"{none}1", f"{none}2"]
        assert not (await client.act(method, names=[there], require_all=True)).missing_names
        why = await refusal(client.act(method, names=names, require_all=True))
        assert why == "NOT_FOUND NONE_THEN names[0] names[2]"
