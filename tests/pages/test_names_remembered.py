"""Names of units as a page shows them: remembered as they were at a position, and for a minute as
they are now.

No stack: what the catalogue answers is given.
"""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from motcua.catalog.v1.catalog_pb2 import Unit
from services.pages import asking

WARD = "units/a"


class Catalogue:
    """One unit, and how often it was asked for."""

    def __init__(self) -> None:
        self.name = "Phường A"
        self.asked = 0
        self.seconds = 0.0

    async def batch_of(self, _client: Any, _kind: str, names: Sequence[str], _at: int) -> Any:
        self.asked += 1
        found = [Unit(name=each) for each in names]
        for each in found:
            each.display_name.vi = self.name
        return found

    async def called(self, at: int) -> str:
        none: Any = None
        return str((await asking.called(none, "units", [WARD], at))[WARD].vi)


@pytest.fixture
def catalogue(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    found = Catalogue()
    monkeypatch.setattr(asking, "batch_of", found.batch_of)
    monkeypatch.setattr(asking, "NAMES", type(asking.NAMES)())
    clock = SimpleNamespace(monotonic=lambda: found.seconds)  # the module's alone, not the loop's
    monkeypatch.setattr(asking, "time", clock)
    return found


async def test_a_name_as_it_is_now_is_asked_for_again_after_a_minute(catalogue: Catalogue) -> None:
    assert await catalogue.called(0) == await catalogue.called(0) == "Phường A"
    assert catalogue.asked == 1
    catalogue.name = "Phường B"
    assert await catalogue.called(0) == "Phường A"
    catalogue.seconds = asking.FRESH
    assert await catalogue.called(0) == "Phường B"


async def test_a_name_at_a_position_is_asked_for_once(catalogue: Catalogue) -> None:
    assert await catalogue.called(7) == "Phường A"
    catalogue.name, catalogue.seconds = "Phường B", 10 * asking.FRESH
    assert await catalogue.called(7) == "Phường A"
    assert await catalogue.called(8) == "Phường B"
