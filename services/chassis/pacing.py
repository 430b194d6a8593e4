"""How long to wait before a batch: fewer, larger ones under load, and no delay when it is quiet.

Never to be used before an answer to a caller.
"""

BACKLOG = 256
QUIET = 0.005
BUSY = 0.05


def linger(last: int, *, longest: float = BUSY) -> float:
    """Seconds to wait after a batch of that size before the next one is taken."""
    if not 0 < last < BACKLOG:
        return 0.0
    return QUIET if last < 3 else longest
