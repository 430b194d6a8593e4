"""Who has a role within one unit alone finds his own unit wherever a page names none.

Given the demo's city, when a leader or an officer of a ward signs in, then no page of the
navigation refuses him. Asked over HTTP, as a browser without script does.
"""

from __future__ import annotations

import pytest

from tests.pages.opened import Opened

pytestmark = pytest.mark.long


async def test_who_signs_in_for_a_unit_is_led_to_it(pages: Opened) -> None:
    for who in ("leader@an-lac", "officer@an-lac"):
        answer = pages.ask("/vi/?period=2026-01", who)
        there = (303, "/vi/units/an-lac?period=2026-01")
        assert (answer.status, answer.headers["location"]) == there
        for path in ("league", "reconciliation", "scores"):
            answer = pages.ask(f"/vi/{path}", who)
            assert (answer.status, "Phường An Lạc" in answer.text) == (200, True), path
    assert "thấp nhất đứng đầu" in pages.get("/vi/", "inspector")
    assert "thấp nhất đứng đầu" not in pages.get("/vi/?sort=unit", "inspector")
