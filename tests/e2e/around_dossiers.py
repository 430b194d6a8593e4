"""Requests about what is around a dossier: files, tickets at counters, drafts, payments, petitions.

Promises them together, for the tests that send a request of every method. Must not call anything by
itself.
"""

from __future__ import annotations

from typing import Any

from tests.e2e.attached import attach
from tests.e2e.attachment_requests import BAD_FILES, SOUND_FILES
from tests.e2e.counter_requests import BAD_COUNTERS, SOUND_COUNTERS, queue_up
from tests.e2e.draft_requests import BAD_DRAFTS, SOUND_DRAFTS, begin
from tests.e2e.payment_requests import BAD_PAYMENTS, SOUND_PAYMENTS, owe
from tests.e2e.petition_requests import BAD_PETITIONS, SOUND_PETITIONS, petition

SOUND_AROUND = {
    **SOUND_FILES,
    **SOUND_COUNTERS,
    **SOUND_DRAFTS,
    **SOUND_PAYMENTS,
    **SOUND_PETITIONS,
}
BAD_AROUND = {**BAD_FILES, **BAD_COUNTERS, **BAD_DRAFTS, **BAD_PAYMENTS, **BAD_PETITIONS}


async def fill(world: Any) -> None:
    """What these requests are about."""
    await attach(world)
    await queue_up(world)
    await begin(world)
    await owe(world)
    await petition(world)
