"""Says in the log why tokens are not believed, which no caller is told.

An operator who connects an identity provider finds the cause there. Each cause is said once a
minute and repeats nothing of a token, which anybody can have written.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from services.chassis import telemetry
from services.chassis.errors import Refusal
from services.chassis.reasons import ChassisReason

EVERY = 60.0  # seconds


class Unbelieved:
    """Of one issuer ("": of none), in one process; causes are texts of the code and the file."""

    def __init__(self, issuer: str = "", *, clock: Callable[[], float] = time.monotonic) -> None:
        self.issuer, self.clock = issuer, clock
        self.logged = dict[str, float]()  # when, by cause

    def because(self, why: str) -> Refusal:
        """The refusal to raise."""
        now = self.clock()
        if now >= self.logged.get(why, float("-inf")) + EVERY:
            self.logged[why] = now
            telemetry.log().warning("token.unbelieved", issuer=self.issuer, why=why)
        return Refusal(ChassisReason.TOKEN_INVALID)

    @contextmanager
    def because_of(self, why: str) -> Iterator[None]:
        """Give a cause to a check that refuses without one."""
        try:
            yield
        except Refusal as refusal:
            if refusal.reason is ChassisReason.TOKEN_INVALID:
                raise self.because(why) from None
            raise
