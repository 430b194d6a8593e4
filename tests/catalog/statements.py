"""The statements that a call of the catalogue needs, counted inside the service.

Promises every one that is run for a call, by what runs it. Must not change what is run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis import call
from services.chassis.database import Watched
from services.chassis.log import Log


def counted_statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every SQL statement that is run for a call, and every append and load, which go together with
    those of other calls.
    """
    counted: list[str] = []

    def counting(name: str, run: Callable[..., Any]) -> Callable[..., Any]:
        async def counted_run(self: Any, *words: Any, **rest: Any) -> Any:
            if call.CURRENT.get(None) is not None:
                counted.append(name)
            return await run(self, *words, **rest)

        return counted_run

    for name in ("fetch", "fetchrow", "fetchval", "execute"):
        whole = getattr(Watched, name)
        monkeypatch.setattr(Watched, name, counting(name, whole))
    monkeypatch.setattr(Log, "append", counting("append", Log.append))
    monkeypatch.setattr(Log, "load", counting("load", Log.load))
    return counted
