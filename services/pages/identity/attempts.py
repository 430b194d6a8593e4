"""How often somebody may fail to sign in, and which sign-ins came back already.

Each try costs the provider a request, or is a guess at a password, and needs no account. What fails
is bounded for each address, and for all from where nobody signed in yet, so that an office that
comes by one address signs in as it likes, whatever is tried elsewhere. Must not keep anything of
who tries but his address, in memory.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.chassis.limits.rates import Bound, Rate

OF_ADDRESS = Bound(rate=1 / 6, burst=20)
OF_ALL = Bound(rate=20, burst=200)
MOST_AT_ONCE = 50  # tries of which the end is not known; as many where somebody signed in before
MOST_KNOWN = 10_000  # addresses from where somebody did
ALL = "all"
SOON = 1.0  # seconds, in which some that are under way end


class TooOften(Exception):  # noqa: N818 — what is the case
    """Too many failed, from there or of all, or too many are under way; with seconds to wait."""

    def __init__(self, again_in: float) -> None:
        super().__init__()
        self.again_in = again_in


class Attempts:
    """Of one process."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.of_address, self.of_all = (Rate(each, clock=clock) for each in (OF_ADDRESS, OF_ALL))
        self.under_way = {True: 0, False: 0}  # from addresses that are known, and from others
        self.known: dict[str, None] = {}  # the last one at the end
        self.used: dict[str, float] = {}  # states, and until when they would be good

    @contextmanager
    def trying(self, address: str) -> Iterator[None]:
        """One try, which has failed if it ends with an error; TooOften where it is one too many."""
        known = address in self.known
        waits = self.of_address.wait(address) or (not known and self.of_all.wait(ALL))
        if waits or self.under_way[known] >= MOST_AT_ONCE:
            raise TooOften(waits or SOON)
        self.under_way[known] += 1
        try:
            yield
        except Exception:
            self.fail(address)
            raise
        finally:
            self.under_way[known] -= 1

    def succeed(self, address: str) -> None:
        """Somebody signed in there."""
        self.known.pop(address, None)
        self.known[address] = None
        if len(self.known) > MOST_KNOWN:
            del self.known[next(iter(self.known))]

    def fail(self, address: str) -> None:
        """One has failed there."""
        self.of_address.owe(address, 1.0)
        self.of_all.owe(ALL, 1.0)

    def knows(self, state: str) -> bool:
        """Whether a sign-in came back before."""
        return state in self.used

    def remember(self, state: str, until: float) -> None:
        """It came back. Those that are too old to be good again need no memory."""
        now = time.time()
        while self.used and next(iter(self.used.values())) < now:
            del self.used[next(iter(self.used))]
        self.used[state] = until

    def forget(self, state: str) -> None:
        """It may come back again, since nobody answered."""
        self.used.pop(state, None)
