"""Requests about what is around a dossier: files, tickets at counters, drafts, payments, petitions.

Promises them together, for the tests that send a request of every method. Must not call anything by
itself.
"""

from __future__ import annotations

from typing import Any

from google.protobuf.message import Message

from tests.e2e.attached import attach
from tests.e2e.attachment_requests import BAD_FILES, SOUND_FILES
from tests.e2e.counter_requests import (
    BAD_COUNTERS,
    SOUND_COUNTERS,
    at_counters,
    of_a_ticket,
    queue_up,
)
from tests.e2e.dossier_requests import of_files
from tests.e2e.draft_requests import BAD_DRAFTS, SOUND_DRAFTS, begin
from tests.e2e.payment_requests import BAD_PAYMENTS, SOUND_PAYMENTS, of_payments, owe
from tests.e2e.petition_requests import (
    BAD_PETITIONS,
    SOUND_PETITIONS,
    in_a_ward,
    of_a_petition,
    petition,
)

SOUND_AROUND = {
    **SOUND_FILES,
    **SOUND_COUNTERS,
    **SOUND_DRAFTS,
    **SOUND_PAYMENTS,
    **SOUND_PETITIONS,
}
BAD_AROUND = {**BAD_FILES, **BAD_COUNTERS, **BAD_DRAFTS, **BAD_PAYMENTS, **BAD_PETITIONS}
# Another unit's is answered as none.
OF_NOBODY = (*(method for _, method, _, _ in (*of_files(""), *of_a_ticket(), *of_a_petition())),)


async def fill(world: Any) -> None:
    """What these requests are about."""
    await attach(world)
    await queue_up(world)
    await begin(world)
    await owe(world)
    await petition(world)


def in_ward_1(dossier: str) -> list[tuple[str, str, str, Message]]:
    """Complete requests that concern ward 1, with a role that may make them."""
    about_one = [*of_files(dossier), *of_a_ticket(), *of_payments(dossier), *of_a_petition()]
    return [*about_one, *at_counters(), *in_a_ward()]
