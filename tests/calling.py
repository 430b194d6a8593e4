"""A call as the chain would have made it, for tests that call a method without a server.

Promises nothing of permissions: nobody reaches a unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from services.chassis import call
from services.chassis.access import Caller
from services.chassis.keys import Keyring
from services.chassis.page_tokens import PageTokens

RING = Keyring({"k1": b"a key of the tests" * 2})


@contextmanager
def calling(
    method: str = "/motcua.Tests/Method", *, subject: str = "public", ring: Keyring = RING
) -> Iterator[call.Call]:
    """Within this, somebody calls a method."""
    made = call.Call(
        method,
        cast("Any", None),
        within=lambda *_: False,
        keys=ring.derived("fingerprints"),
        tokens=PageTokens(ring),
        traceparent="",
    )
    made.caller = Caller(subject)
    before = call.CURRENT.set(made)
    try:
        yield made
    finally:
        call.CURRENT.reset(before)
