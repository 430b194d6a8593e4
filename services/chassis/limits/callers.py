"""What one caller may ask of one process, by class of method and by role.

A caller is the subject of a token, or without one an address. What is beyond a bound is refused
with the time to come back after; what comes within a stream is only taken in later. Nothing that
others do makes a caller's bounds narrower.
"""

import math
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from motcua.chassis.v1 import access_pb2 as declared
from services.chassis import gauges
from services.chassis.access import Access, Caller
from services.chassis.errors import Quota, Refusal
from services.chassis.limits.rates import Bound, Rate
from services.chassis.limits.rows import rows_asked, rows_in
from services.chassis.limits.weight import weight_of
from services.chassis.reasons import ChassisReason

READS, COMMANDS, BATCHES, UPLOADS, STREAMS = "reads", "commands", "batches", "uploads", "streams"
ANSWERS = "answers"  # no class of methods: what streams of answers hold
WRONG_TOKENS = "wrong_tokens"  # no class of methods: tokens that are not believed, of an address
CLASSES = (READS, COMMANDS, BATCHES, UPLOADS, STREAMS, ANSWERS, WRONG_TOKENS)
PUBLIC, TOKEN = "public", "token"  # without a sound token; with one whose roles are not named
ROLES = {number: name.removeprefix("ROLE_").lower() for name, number in declared.Role.items()}
NAMES = {*ROLES.values(), TOKEN} - {"unspecified"}
MEBIBYTE = 1 << 20  # of an upload, counts one
ITEMS_OF_A_READ = 50  # count one: names that are asked for, rows of a list
MESSAGES_OF_A_READ = 10  # of a stream of answers: 75 µs of CPU each, where a read has 660
MOST_GRANTS = 4096  # whose bound is remembered

ANYBODY = Bound(200, 2_000)
Bounds = Mapping[str, Mapping[str, Bound]]  # by class, or by a method's path; by role

READING = {PUBLIC: ANYBODY, TOKEN: Bound(500, 5_000), "portal": Bound(2_000, 20_000)}

DEFAULTS: Bounds = {
    READS: READING,
    ANSWERS: READING,
    COMMANDS: {
        PUBLIC: ANYBODY,
        TOKEN: Bound(500, 5_000),
        "portal": Bound(2_000, 20_000),
        "importer": Bound(2_000, 20_000),
    },
    BATCHES: {
        PUBLIC: ANYBODY,
        TOKEN: Bound(5_000, 50_000),
        "portal": Bound(10_000, 100_000),
        "importer": Bound(20_000, 200_000),
    },
    UPLOADS: {
        PUBLIC: ANYBODY,
        TOKEN: Bound(100, 1_000),
        "portal": Bound(500, 5_000),
    },
    STREAMS: {
        PUBLIC: ANYBODY._replace(at_once=16),
        TOKEN: Bound(50, 500, 100),
        "portal": Bound(200, 2_000, 100),
    },
    WRONG_TOKENS: {PUBLIC: Bound(1, 60)},
}
NONE: Bounds = {}


class Unsound(ValueError):  # noqa: N818 — what is the case, not what went wrong in us
    """A setting that is wrong; the text says what is, and holds no secret."""


def bounds(text: str) -> Bounds:
    """What a file says, over the defaults; `none`: nobody is limited. Raises Unsound."""
    if text == "none":
        return NONE
    try:
        stated = tomllib.loads(Path(text).read_text(encoding="utf-8"))
    except OSError as error:
        raise Unsound(f"the file cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise Unsound(f"the file is no TOML: {error}") from None
    if wrong := list(faults(stated)):
        raise Unsound("; ".join(wrong))
    found = {name: dict(by_role) for name, by_role in DEFAULTS.items()}
    for name, by_role in stated.items():
        found.setdefault(name, {}).update({role: Bound(**bound) for role, bound in by_role.items()})
    return found


def faults(stated: Mapping[str, Any]) -> Iterator[str]:
    """Everything that is wrong with what a file says."""
    for name, by_role in stated.items():
        if name not in CLASSES and not name.startswith("/"):
            yield f"{name} is no class of methods ({', '.join(CLASSES)}) and no method's path"
        elif not isinstance(by_role, dict):
            yield f"{name} is no table of roles"
        else:
            yield from (each for role, bound in by_role.items() for each in wrong_in(role, bound))


def wrong_in(role: str, bound: Any) -> Iterator[str]:
    """What is wrong with one bound."""
    if role not in NAMES:
        yield f"{role} is no role ({', '.join(sorted(NAMES))})"
    if not isinstance(bound, dict) or not {"rate", "burst"} <= bound.keys() <= set(Bound._fields):
        yield f"{role} needs rate and burst, and may have at_once"
        return
    numbers = [each for each in bound.values() if type(each) in (int, float)]
    if len(numbers) < len(bound) or not all(0 <= each <= sys.float_info.max for each in numbers):
        yield f"{role} has something that is no number"
    elif bound["rate"] <= 0 or bound["burst"] < 1 or type(bound.get("at_once", 0)) is not int:
        yield f"{role}: the rate is above 0, the burst at least 1, at_once a whole number"


def class_of(access: Access, *, uploads: bool, downloads: bool) -> str:
    """Of a method, by what its contract declares."""
    if uploads:
        return BATCHES if access.items else UPLOADS
    if downloads:
        return STREAMS
    return COMMANDS if access.command else READS


def items_in(access: Access, request: Any) -> int:
    """How many a request holds of what costs one by one; one with long lists counts for several."""
    return sum(weight_of(item) for name in access.items for item in getattr(request, name))


def cost_of_read(access: Access, request: Any) -> float:
    """Beside the call: what a request names, or else the rows that it asks for."""
    named = items_in(access, request) if access.items else rows_asked(request)
    return named / ITEMS_OF_A_READ


def cost_of_part(access: Access, request: Any, size: int) -> float:
    """Of one message of a stream: its items, or where it has none its bytes."""
    return items_in(access, request) if access.items else size / MEBIBYTE


def cost_of_answer(answer: Any, size: int) -> float:
    """Of one message of a stream of answers: what it holds, as of a list, but a tenth of a read at
    least.
    """
    return max(rows_in(answer, size) / ITEMS_OF_A_READ, 1 / MESSAGES_OF_A_READ)


class Limit:
    """The bounds of one class of methods, or of one method, and what callers took of them."""

    def __init__(self, name: str, of_class: str, by_role: Mapping[str, Bound]) -> None:
        self.name, self.of_class = name, of_class
        self.rates = {role: Rate(bound) for role, bound in by_role.items()}
        self._by_grants: dict[tuple[tuple[int, str], ...], str] = {}
        for role, rate in self.rates.items():
            gauges.LIMIT_CALLERS.labels(name, role).set_function(partial(remembered, rate))

    def role_of(self, caller: Caller) -> str:
        """By which of his roles a caller is measured: the one with the highest rate."""
        if caller.is_public:
            return PUBLIC
        if (role := self._by_grants.get(caller.grants)) is None:
            if len(self._by_grants) >= MOST_GRANTS:
                self._by_grants.clear()
            named = [role for number, _ in caller.grants if (role := ROLES[number]) in self.rates]
            role = max(named, key=lambda each: self.rates[each].bound.rate, default=TOKEN)
            self._by_grants[caller.grants] = role
        return role

    def begin(self, caller: Caller, asker: str, *, held: int) -> None:
        """A call that this caller begins, of whom so many run in the same lane; or a refusal."""
        role = self.role_of(caller)
        if (rate := self.rates.get(role)) is None:
            return
        if held >= (rate.bound.at_once or math.inf):
            quota = Quota(self.name, role, "at_once", rate.bound.at_once)
            raise self._refusal(ChassisReason.TOO_MANY_AT_ONCE, quota, wait=1.0)
        if wait := rate.take(asker):
            raise self._beyond(role, rate, wait)

    def further(self, caller: Caller, asker: str, cost: float) -> None:
        """What turned out to cost more than one call, before it is worked on; or a refusal."""
        role = self.role_of(caller)
        rate = self.rates.get(role)
        if rate is not None and cost > 0 and (wait := rate.take(asker, cost)):
            raise self._beyond(role, rate, wait)

    def answered(self, caller: Caller, asker: str, rows: float, paid: float) -> None:
        """Owe the rows of an answer, instead of those that were paid for."""
        rate = self.rates.get(self.role_of(caller)) if self.of_class == READS else None
        if rate is not None:
            rate.settle(asker, paid, rows / ITEMS_OF_A_READ)

    def wait(self, caller: Caller, asker: str, cost: float) -> float:
        """How long to wait before the next message of a stream, after one of this cost."""
        rate = self.rates.get(self.role_of(caller))
        waited = rate.owe(asker, cost) if rate is not None and cost > 0 else 0.0
        if waited:
            gauges.LIMIT_WAITS.labels(self.name).inc()
        return waited

    def _beyond(self, role: str, rate: Rate, wait: float) -> Refusal:
        quota = Quota(self.name, role, "rate", rate.bound.rate)
        return self._refusal(ChassisReason.RATE_EXCEEDED, quota, wait=wait)

    def _refusal(self, reason: ChassisReason, quota: Quota, *, wait: float) -> Refusal:
        gauges.LIMIT_REFUSALS.labels(self.name, quota.role, quota.what).inc()
        values = {"limit": self.name, "most": f"{quota.most:g}"}
        return Refusal(reason, values=values, retry_after=wait, quota=quota)


def remembered(rate: Rate) -> float:
    """Of how many callers a rate knows something."""
    return float(len(rate.paid_at))


class Limits:
    """Of one server: those of methods with bounds of their own, and of all others by class."""

    def __init__(self, stated: Bounds | None = None) -> None:
        self._stated = DEFAULTS if stated is None else stated
        self._found: dict[str, Limit] = {}

    def of(self, path: str, of_class: str) -> Limit:
        """Of a method; a role that has no bound there has the one of its class."""
        name = path if path in self._stated else of_class
        if name not in self._found:
            by_role = {**self._stated.get(of_class, {}), **self._stated.get(name, {})}
            self._found[name] = Limit(name, of_class, by_role)
        return self._found[name]
