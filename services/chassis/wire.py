"""Messages in the words of NATS's protocol: what of the client is too slow for a relay.

The same bytes as the client's own; nothing is sent here.
"""

from collections.abc import Mapping
from itertools import chain


def parse_headers(raw: bytes) -> dict[str, str]:
    """A block of headers; a tenth of the cost of the client's, since ours are printable ASCII."""
    lines = raw.decode("utf-8", "replace").split("\r\n")
    pairs = [line.partition(":") for line in lines if line]
    return {name: value.strip() for name, _, value in pairs}


def batch_mark(batch: str, n: int, *, after: int, size: int) -> dict[str, str]:
    """What makes a message the n-th of an atomic batch."""
    mark = {"Nats-Batch-Id": batch, "Nats-Batch-Sequence": str(n)}
    if n == 1:
        mark["Nats-Expected-Last-Sequence"] = str(after)
    if n == size:
        mark["Nats-Batch-Commit"] = "1"
    return mark


def publication(
    subject: str, headers: Mapping[str, str], payload: bytes, *, mark: Mapping[str, str]
) -> bytes:
    """A message with more headers; whoever makes messages keeps line ends out of them."""
    lines = map(": ".join, chain(headers.items(), mark.items()))
    block = "\r\n".join(["NATS/1.0", *lines, "\r\n"]).encode()
    length, whole = len(block), len(block) + len(payload)
    return b"HPUB %b %d %d\r\n%b%b\r\n" % (subject.encode(), length, whole, block, payload)
