"""What commands ask of whoever runs a stack: done by him alone, soon or not at all.

Promises the session's stack, which nobody attends to but the tests.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from deploy.embedded import requests
from deploy.embedded.errors import StackError
from deploy.embedded.requests import ask, attend
from deploy.embedded.stack import Stack
from tests.e2e.commands import motcua
from tests.waiting import until


async def test_only_a_cluster_that_is_up_promotes(stack: Stack, data_dir: Path) -> None:
    stack.describe()
    done = await motcua("promote", data=data_dir)
    assert (done.code, "No stack runs in" in done.err) == (3, True), done
    attending = asyncio.create_task(attend(stack.directory, stack.offered_to_commands()))
    await asyncio.sleep(0)
    with pytest.raises(StackError, match="none for which this can be done"):
        await ask(stack.directory, "promote")
    attending.cancel()


async def test_what_nobody_takes_is_not_done_later(
    stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By whoever starts the stack next, long after the command gave up."""
    monkeypatch.setattr(requests, "TAKEN_WITHIN", 0.0)
    with pytest.raises(StackError, match="does not answer"):
        await ask(stack.directory, "promote")
    stack.directory.write_private(requests.REQUEST, '{"id": "1", "what": "promote"}')  # it died
    asked = list[str]()
    attending = asyncio.create_task(attend(stack.directory, {"promote": lambda: noted(asked)}))
    await until(lambda: not (stack.directory.root / requests.REQUEST).exists())
    await asyncio.sleep(2 * requests.LOOKS_EVERY)
    attending.cancel()
    assert asked == []


async def test_a_request_that_gave_way_to_another_leaves_that_one_there(stack: Stack) -> None:
    first = asyncio.create_task(ask(stack.directory, "promote"))
    request = stack.directory.root / requests.REQUEST
    await until(request.exists)
    stack.directory.write_private(requests.REQUEST, '{"id": "2", "what": "promote"}')
    with pytest.raises(StackError, match="does not answer"):
        await first
    assert requests.read(request)["id"] == "2"
    request.unlink()


async def noted(asked: list[str]) -> str:
    asked.append("promote")
    return "done"
