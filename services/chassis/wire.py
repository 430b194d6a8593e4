"""Messages in the words of NATS's protocol: what of the client is too slow for a relay.

The same bytes as the client's own; nothing is sent here.
"""

from collections.abc import Iterator, Mapping
from itertools import chain


class Headers(Mapping[str, str]):
    """A block of headers, read when somebody asks for one of them by its name."""

    __slots__ = ("_named", "text")

    def __init__(self, raw: bytes) -> None:
        self.text = raw.decode("utf-8", "replace")
        self._named: dict[str, str] | None = None

    @property
    def named(self) -> dict[str, str]:
        """All of them."""
        if self._named is None:
            self._named = named(self.text)
        return self._named

    def __bool__(self) -> bool:
        """Whether there are any. A mapping would be asked for its length, and read all of them."""
        return self.text.strip("\r\n") != ""

    def __getitem__(self, name: str) -> str:
        return self.named[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.named)

    def __len__(self) -> int:
        return len(self.named)


def parse_headers(raw: bytes) -> dict[str, str]:
    """A block of headers by their names."""
    return named(raw.decode("utf-8", "replace"))


def named(text: str) -> dict[str, str]:
    """The same; a twentieth of the cost of the client's, since ours are printable ASCII. Relays,
    servers and clients write a blank after the colon; whoever does not is read slowly.
    """
    lines = [line for line in text.split("\r\n") if line]
    try:
        return dict([line.split(": ", 1) for line in lines])
    except ValueError:
        pairs = [line.partition(":") for line in lines]
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
