"""How long to wait for company: fewer, larger batches under load, and no delay when it is quiet.

Promises 20 ms at most, and nothing when there is a backlog already. Must not be used before an
answer to a caller.
"""

BACKLOG = 256


def linger(last: int) -> float:
    """Seconds to wait after a batch of that size before the next one is taken."""
    if not 0 < last < BACKLOG:
        return 0.0
    return min(max(last * 0.0005, 0.005), 0.02)
