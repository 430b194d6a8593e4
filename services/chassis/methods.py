"""What all calls of a server have in common, and what is known of one of its methods.

Nothing here does anything: both are put together when a server starts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from google.protobuf.message import Message

from services.chassis.access import Access, Within
from services.chassis.call import Call
from services.chassis.errors import Refusal
from services.chassis.identity import Identity
from services.chassis.keys import Keyring
from services.chassis.limits.callers import Limit, Limits
from services.chassis.limits.lanes import Lanes
from services.chassis.limits.parts import Shape
from services.chassis.page_tokens import PageTokens
from services.chassis.reasons import Reason
from services.chassis.validation import Check
from services.chassis.visitors import Network


@dataclass(frozen=True, slots=True)
class Shared:
    """What all calls of one server have in common."""

    identity: Identity
    within: Within
    accepting: Callable[[], Reason | None]  # why commands are refused now
    keys: Keyring  # of fingerprints
    tokens: PageTokens
    lanes: Lanes = field(default_factory=Lanes)
    limits: Limits = field(default_factory=Limits)
    starting: Callable[[], Reason | None] = lambda: None  # why no call is answered yet
    refused: Callable[[Refusal, Call], None] = lambda *_: None  # tells the audit
    running: set[Any] = field(default_factory=set)  # calls
    longest_stream: float = float("inf")  # seconds for one that has no end
    proxies: tuple[Network, ...] = ()  # who may say from where a call comes
    portals: frozenset[str] = frozenset()  # subjects who may say for whom they ask


@dataclass(frozen=True, slots=True)
class Method:
    """One method, compiled from its contract."""

    path: str
    access: Access
    request: type[Message]
    check: Check
    shape: Shape
    uploads: bool  # a stream of requests
    downloads: bool  # a stream of answers
    anonymous: bool  # nobody is asked who he is
    limit: Limit | None  # of one caller
    answers: Limit | None  # of what a stream of answers holds; None: it is paid by what is sent
