"""A call as the chain would have made it, for tests that call a method without a server.

Promises that nobody reaches a unit, unless the test says which one.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from services.chassis import call
from services.chassis.access import Access, Caller, Within
from services.chassis.keys import Keyring
from services.chassis.page_tokens import PageTokens

ROLE = 1
RING = Keyring({"k1": b"a key of the tests" * 2})


@contextmanager
def calling(
    method: str = "/motcua.Tests/Method",
    *,
    subject: str = "public",
    ring: Keyring = RING,
    unit: str | None = None,
    within: Within = lambda *_: False,
    role: int = ROLE,
    demanded: int = ROLE,
) -> Iterator[call.Call]:
    """Within this, somebody calls a method that demands a role; `unit`: whom his `role` reaches, ""
    the whole tree.
    """
    made = call.Call(
        method,
        Access(public=False, roles=frozenset([demanded]), scope=0, unit=None, command=False),
        within=within,
        keys=ring.derived("fingerprints"),
        tokens=PageTokens(ring),
        traceparent="",
    )
    made.caller = Caller(subject, () if unit is None else ((role, unit),))
    before = call.CURRENT.set(made)
    try:
        yield made
    finally:
        call.CURRENT.reset(before)
