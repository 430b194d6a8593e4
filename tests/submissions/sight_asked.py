"""Random callers, and how they ask: answers and refusals alike, lists page by page.

Promises everything that a client is told, so that two refusals can be compared. Must not assert.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import grpc
from hypothesis import strategies as st

from motcua.submissions.v1 import drafts_pb2 as drafts
from services.console.portal.patience import DETAILS
from tests.submissions.house import read_error
from tests.submissions.sight_world import (
    PLACES,
    READERS,
    SUBJECTS,
    Caller,
    World,
)

NOBODY = str(uuid.UUID(int=7))
DENIED = "NOT_PERMITTED"
ALL_DAYS = {
    "start_date": {"year": 2026, "month": 1, "day": 1},
    "end_date": {"year": 2027, "month": 1, "day": 1},
}
DRAFTS = drafts.ListDraftsRequest()
PLACED = st.sampled_from([*PLACES, "*"])


@st.composite
def callers(draw: Any, roles: Sequence[str] = sorted(READERS)) -> Caller:
    """A few roles at one or two places, so that they meet."""
    places = draw(st.lists(PLACED, min_size=1, max_size=2))
    grants = st.tuples(st.sampled_from(roles), st.sampled_from(places))
    held = draw(st.lists(grants, min_size=1, max_size=3, unique=True))
    return Caller(draw(st.sampled_from(SUBJECTS)), tuple(held))


def asked_of(caller: Caller) -> Any:
    """The subtree of a question: one where the caller has a role, or any."""
    return st.one_of(st.sampled_from([place for _, place in caller.grants]), PLACED)


READING = callers()
Ask = Callable[..., Awaitable[Any]]


async def answered(ask: Ask, request: Any, **who: Any) -> Any:
    """The answer, or why there is none: the reason, and everything else that is told."""
    try:
        return await ask(request, **who)
    except grpc.aio.AioRpcError as error:
        raw = bytes(dict(error.trailing_metadata() or ())[DETAILS])
        return read_error(error).reason, error.details(), raw


def is_hidden(answer: Any) -> bool:
    """Whether what is there is answered as what is not."""
    return isinstance(answer, tuple) and answer[0].endswith("_UNKNOWN")


def alike(answer: Any) -> Any:
    """Without what names it, nor the id of the call."""
    reason, words, raw = answer
    nameless = re.sub(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}", b"", raw)
    return reason, re.sub("[0-9a-f-]{36}", "", words), nameless


async def pages(ask: Ask, request: Any, of: str, size: int, **who: Any) -> Any:
    """Everything that a list shows; or why it shows nothing."""
    found: list[Any] = []
    request.page_size, request.page_token = size, ""
    while True:
        answer = await answered(ask, request, **who)
        if isinstance(answer, tuple):
            return answer[0]
        found += getattr(answer, of)
        if not answer.next_page_token:
            return found
        request.page_token = answer.next_page_token


def names(found: Any) -> Any:
    """In order of name, each as often as it came."""
    return found if isinstance(found, str) else sorted(each.name for each in found)


def expected(world: World, caller: Caller, place: str, shown: Sequence[str], roles: Any) -> Any:
    """What a list of a subtree is to show, or that the caller may not ask."""
    may = world.reaches(caller, roles, world.unit(place))
    return sorted(shown) if may else DENIED
