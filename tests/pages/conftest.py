"""The pages of one city for all tests of a worker.

Tests that change the city leave every published figure and every past position as they were.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.pages.opened import Opened, opened


@pytest.fixture(scope="session")
async def pages() -> AsyncIterator[Opened]:
    """The city's pages."""
    async with opened() as made:
        yield made
