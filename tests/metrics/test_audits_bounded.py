"""An audit ends with whoever waits for it, and refuses what is beyond its bound.

Given a call that is cancelled, or figures that hang together too much, when they are published,
then no thread goes on, the next call is answered, and nothing is recorded.
"""

import asyncio
import time
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest

from services.chassis.log import Log
from services.metrics.domain.disclosure.decision import hidden
from services.metrics.domain.disclosure.regions import World
from services.metrics.domain.disclosure.work import (
    AuditCancelledError,
    AuditTooLargeError,
    Work,
)
from services.metrics.domain.refusals import MetricsReason
from tests.metrics.conftest import Fed
from tests.metrics.shipped import DEFINITIONS
from tests.metrics.test_disclosures_decided import CITY, A, B, below
from tests.metrics.test_figures_published import accept, asking, publish, publishing, refusal
from tests.waiting import until

__all__ = ["publishing"]
HIDDEN = "services.metrics.api.auditing.hidden"


class Endless:
    """An audit that has always one more step to take."""

    def __init__(self) -> None:
        self.begun, self.ended = Event(), Event()

    def __call__(self, *about: Any) -> set[str]:
        self.begun.set()
        try:
            while True:
                about[-1].spend(0)
                time.sleep(0.001)
        finally:
            self.ended.set()


@pytest.mark.parametrize("validate_only", [False, True])
async def test_an_audit_ends_with_the_call_that_asked_for_it(
    fed: Fed, publishing: Any, monkeypatch: pytest.MonkeyPatch, *, validate_only: bool
) -> None:
    await accept(fed, 1)
    audit = Endless()
    with monkeypatch.context() as patched:
        patched.setattr(HIDDEN, audit)
        call = asyncio.create_task(publish(publishing, asking(validate_only=validate_only)))
        await until(audit.begun.is_set)
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
    await until(audit.ended.is_set)
    assert len(await publish(publishing, asking())) == 2


async def test_what_is_only_validated_keeps_nobody_from_publishing(
    fed: Fed, publishing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accept(fed, 1)
    audit = Endless()
    with monkeypatch.context() as patched:
        patched.setattr(HIDDEN, audit)
        call = asyncio.create_task(publish(publishing, asking(validate_only=True)))
        await until(audit.begun.is_set)
    assert len(await publish(publishing, asking())) == 2
    call.cancel()
    await asyncio.wait([call])


async def test_beyond_its_bound_it_is_refused_and_nothing_is_recorded(
    fed: Fed, log: Log, publishing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await accept(fed, 1)

    def bounded(*about: Any) -> set[str]:
        candidates, seen, definitions, world, _ = about
        return hidden(candidates, seen, definitions, world, Work(left=10))

    with monkeypatch.context() as patched:
        patched.setattr(HIDDEN, bounded)
        assert await refusal(publishing, asking()) is MetricsReason.AUDIT_TOO_LARGE
    assert (await log.head()).position == 0
    assert len(await publish(publishing, asking())) == 2


def audit(work: Work) -> Callable[[], set[str]]:
    figures = {"city": CITY, "a": A, "b": B}
    return lambda: hidden(figures, {}, DEFINITIONS, World(below, {}), work)


def test_a_step_is_counted_wherever_it_is_taken() -> None:
    whole = Work()
    audit(whole)()
    taken = Work().left - whole.left
    enough = Work(left=taken)
    assert audit(enough)() == audit(Work())()
    assert enough.left == 0
    for less in range(0, taken, 7):
        with pytest.raises(AuditTooLargeError):
            audit(Work(left=less))()


def test_a_cancelled_audit_takes_no_step() -> None:
    with pytest.raises(AuditCancelledError):
        audit(Work(cancelled=True))()
