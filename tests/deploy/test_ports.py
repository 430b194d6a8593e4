"""Ports of stacks that start side by side.

One starts its pages last: until then nobody listens at the port that it has chosen for them.
"""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.embedded import ports
from deploy.embedded.directory import make_temporary, prepare
from deploy.embedded.ports import HOST, LOWEST, ORDER, Ports, bound

ASKED = ORDER[:12]


@pytest.fixture
def place() -> Iterator[Path]:
    made = make_temporary()  # one that the servers' user reaches
    yield made
    shutil.rmtree(made)


def test_stacks_that_start_together_choose_no_port_twice(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "first_outgoing", lambda: LOWEST + 4 * len(ASKED))
    first, second = (Ports(prepare(place / name)) for name in ("first", "second"))
    chosen = [each.of(name) for name in ASKED for each in (first, second)]
    assert len(set(chosen)) == len(chosen)
    assert [each.of(name) for name in ASKED for each in (first, second)] == chosen
    for port in chosen:
        with socket.create_server((HOST, port)):  # what it was chosen for can listen there
            pass


def test_whoever_starts_later_may_have_what_a_stack_that_ended_had(place: Path) -> None:
    ended = Ports(prepare(place))
    port = ended.of("pages")
    assert bound(port, again=False) is None
    ended.release()
    held = bound(port, again=False)
    assert held
    held.close()


def test_another_port_is_none_that_is_meant_for_something_else(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "LOWEST", base := 21000)
    monkeypatch.setattr(ports, "first_outgoing", lambda: base + len(ORDER) + 5)
    stack = Ports(prepare(place), base=base)
    stack.known = {"of the last start": base + len(ORDER)}
    meant = {*range(base, base + len(ORDER) + 1)}
    assert meant.isdisjoint(stack.another() for _ in range(3))
    assert stack.of("pages") in meant


def test_what_listens_where_nobody_asked_is_kept_too(place: Path) -> None:
    """Such as the monitor of NATS: while NATS is down, or not up yet, it is nobody else's."""
    stack = Ports(prepare(place))
    port = stack.another()
    assert bound(port, again=False) is None
    with socket.create_server((HOST, port)):
        pass
    stack.release()
    held = bound(port, again=False)
    assert held
    held.close()
