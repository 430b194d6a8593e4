"""After an import its rows are in the figures that are asked for next, or that is said.

No service: a portal that says what metrics would.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.catalog.v1 import intake_pb2 as api
from motcua.metrics.v1.metrics_pb2 import GetRateRequest
from services.console.importing import following
from services.console.importing.outcomes import Account
from services.console.outcome import Refused, Unavailable

Answer = Callable[[], Awaitable[Any]]


def recorded(catalog: int = 0, submissions: int = 0) -> Account:
    done = Account()
    done.counted("count", position=submissions, effects={})
    done.answered([], api.ImportRowsResponse(position=catalog))
    return done


async def asked(done: Account, answer: Answer) -> list[GetRateRequest]:
    """What metrics was asked."""
    found = []

    async def call(_: Any, request: GetRateRequest, *, role: str) -> Any:
        found.append(request)
        return await answer()

    portal: Any = SimpleNamespace(call=call, metrics=SimpleNamespace(GetRate=None))
    await following.followed(portal, done)
    return found


async def at_once() -> None:
    """Metrics has it."""


async def away() -> None:
    raise Unavailable("away")


async def denied() -> None:
    raise Refused("no", reason="NOT_PERMITTED", code="PERMISSION_DENIED")


async def never() -> None:
    await asyncio.Event().wait()


async def test_metrics_is_asked_for_what_each_stream_has_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    [request] = await asked(recorded(catalog=7, submissions=90), at_once)
    assert {each.stream: each.position for each in request.at_least} == {
        "catalog": 7, "submissions": 90,
    }  # fmt: skip
    [request] = await asked(recorded(submissions=90), at_once)
    assert [each.stream for each in request.at_least] == ["submissions"]
    assert await asked(recorded(), at_once) == []
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("answer", "is_said"), [(away, True), (never, True), (denied, False)])
async def test_what_figures_lack_yet_is_named_and_fails_no_import(
    answer: Answer,
    is_said: bool,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(following, "WITHIN", 0.05)
    assert await asked(recorded(catalog=7), answer)
    assert ("do not have all" in capsys.readouterr().err) == is_said
