"""The pages of one city for all tests of a worker.

Tests that change the city leave every published figure and every past position as they were.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.pages.opened import Opened, opened
from tests.spread import CITY


@pytest.fixture(scope="module")
def asked_for(request: pytest.FixtureRequest) -> None:
    """By a file that goes to the same worker as the others."""
    assert str(request.path.relative_to(request.config.rootpath)) in CITY


@pytest.fixture(scope="session")
async def city() -> AsyncIterator[Opened]:
    """The city's pages."""
    async with opened() as made:
        yield made


@pytest.fixture(scope="module")
def pages(city: Opened, asked_for: None) -> Opened:
    """See `city`."""
    return city
