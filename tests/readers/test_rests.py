"""How long JetStream rests from readers' requests.

Given a request that took so long to answer, when it is answered, then nothing is forwarded for as
long as a search took, or a quarter of what another request took; and after a long search its lane
is paused for nine times as long.
"""

from types import SimpleNamespace
from typing import Any

import pytest

from services.readers import forwarder as tested
from services.readers.forwarder import Forwarder
from services.readers.round_robin import RoundRobin

REQUEST = SimpleNamespace(subject="motcua-readers.1.statistics.DIRECT.GET.metrics")


@pytest.mark.parametrize(
    ("searched", "took", "rest", "paused_for"),
    [
        (True, 0.04, 0.04, 0.0),
        (True, 0.2, 0.2, 1.8),
        (False, 0.2, 0.05, 0.0),
    ],
)
async def test_jetstream_rests_after_a_request(
    monkeypatch: pytest.MonkeyPatch, searched: bool, took: float, rest: float, paused_for: float
) -> None:
    now, rests = [100.0], list[float]()

    async def answered(_: Any) -> bool:
        now[0] += took
        return searched

    async def sleep(seconds: float) -> None:
        rests.append(seconds)

    forwarder = Forwarder("metrics", "nats://nowhere")
    forwarder.pending = RoundRobin(lambda: now[0])
    monkeypatch.setattr(forwarder, "_answer", answered)
    monkeypatch.setattr(tested, "time", SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(tested, "asyncio", SimpleNamespace(sleep=sleep))
    for _ in range(2):
        forwarder.pending.add(1, REQUEST)
    await forwarder._forward_next()
    assert rests == [pytest.approx(rest)]
    now[0] += paused_for - 0.001
    assert (forwarder.pending.take() is None) == (paused_for > 0)
    now[0] += 0.002
    assert (forwarder.pending.take() is None) == (paused_for == 0)
