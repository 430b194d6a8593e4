"""Page tokens: what one belongs to, and that any other is refused by name.

Given a token, when somebody asks with it, then the cursor that was sealed, or PAGE_TOKEN_INVALID.
"""

from __future__ import annotations

import base64
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as some

from motcua.catalog.v1.catalog_pb2 import ListOfferingsRequest, ListUnitsRequest
from services.chassis.errors import Refusal
from services.chassis.keys import Keyring
from services.chassis.page_tokens import bound, size_of
from tests.calling import RING, calling

LISTS = "/motcua.catalog.v1.CatalogService/ListUnits"


class Cursor(NamedTuple):
    """A cursor of some list."""

    after: str
    known: int


HERE = Cursor("units/Hoàn Kiếm", 7)


def token_of(cursor: tuple[Any, ...] = HERE, *, ring: Keyring = RING, **question: Any) -> str:
    with calling(LISTS, subject="o1", ring=ring) as asked:
        return asked.page_token(cursor, ListUnitsRequest(**question))


def opened(
    token: str,
    *,
    kind: type[Any] = Cursor,
    method: str = LISTS,
    subject: str = "o1",
    ring: Keyring = RING,
    request: Any = None,
    **question: Any,
) -> Any:
    request = request or ListUnitsRequest(page_token=token, **question)
    with calling(method, subject=subject, ring=ring) as asked:
        return asked.page_of(kind, request)


def refused(token: str, **how: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        opened(token, **how)
    assert refusal.value.message("vi") != refusal.value.message("en")
    return f"{refusal.value.reason.code} {refusal.value.field}"


INVALID = "PAGE_TOKEN_INVALID page_token"


@given(some.text(max_size=300), some.integers(-(2**63), 2**63))
def test_a_token_leads_back_to_its_cursor(after: str, known: int) -> None:
    try:
        cursor = Cursor(after.encode().decode(), known)
    except UnicodeEncodeError:
        return
    assert opened(token_of(cursor)) == cursor


def test_without_a_token_it_is_the_first_page() -> None:
    assert opened("") is None


def test_a_page_of_another_size_or_that_waits_for_more_is_of_the_same_list() -> None:
    assert opened(token_of(page_size=3), page_size=9) == HERE


def test_a_token_says_nothing_to_its_holder() -> None:
    whole = base64.urlsafe_b64decode(token_of())
    assert "Kiếm".encode() not in whole
    assert token_of() == token_of()  # so that a repeated command is answered alike


@pytest.mark.parametrize(
    "other",
    [
        {"query": "x"},
        {"subtree": "units/a"},
        {"subject": "o2"},
        {"subject": "public"},
        {"method": "/motcua.metrics.v1.MetricsService/ListUnits"},
        {"ring": Keyring({"k1": b"the ring of another service"})},
    ],
    ids=" ".join,
)
def test_another_question_caller_method_or_service_is_refused(other: dict[str, Any]) -> None:
    assert refused(token_of(), **other) == INVALID


def test_the_request_of_another_list_is_refused() -> None:
    same_bytes = ListOfferingsRequest(page_token=token_of())
    elsewhere = "/motcua.catalog.v1.CatalogService/ListOfferings"
    assert refused("", request=same_bytes, method=elsewhere) == INVALID


def test_a_token_of_0_1_0_still_opens() -> None:
    class Place(NamedTuple):  # so cursors were called, and the layout holds the name
        after: str
        known: int

    layout = bound(Cursor, ListUnitsRequest(), (LISTS, "o1"))[0]
    assert layout.startswith(b'["Place", ["after", ')
    assert opened(token_of(Place(*HERE))) == HERE


def test_an_older_layout_is_refused_and_not_misread() -> None:
    class Renamed(NamedTuple):
        after: str
        position: int

    class Retyped(NamedTuple):
        after: str
        known: str

    for kind in (Renamed, Retyped):
        assert refused(token_of(), kind=kind) == INVALID


@given(some.data())
def test_whatever_is_changed_in_a_token_is_noticed(data: some.DataObject) -> None:
    token = token_of()
    at = data.draw(some.integers(0, len(token) - 1))
    letter = data.draw(some.sampled_from("AB-_=9é "))
    changed = token[:at] + letter + token[at + data.draw(some.integers(0, 1)) :]
    if changed != token:
        assert refused(changed) == INVALID
    assert refused(token[:at] or "A") == INVALID


@given(some.text(min_size=1, max_size=60))
def test_whatever_somebody_makes_up_is_refused(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    assert refused(text) == INVALID


def test_a_retired_key_still_opens_what_it_sealed_and_seals_nothing() -> None:
    exchanged = Keyring({"k2": b"another key of the tests", **RING.keys})
    assert opened(token_of(), ring=exchanged) == HERE
    assert refused(token_of(ring=exchanged)) == INVALID


@pytest.mark.parametrize(("asked", "size"), [(0, 100), (1, 1), (1000, 1000), (10**9, 1000)])
def test_a_page_holds_what_is_asked_within_bounds(asked: int, size: int) -> None:
    assert size_of(ListUnitsRequest(page_size=asked)) == size


def test_a_negative_page_size_is_refused() -> None:
    with pytest.raises(Refusal, match="PAGE_SIZE_INVALID"):
        size_of(ListUnitsRequest(page_size=-1))
