"""NATS's parser, but messages that somebody takes at once are cut out of what was read in one go.

The client's own goes through its states for each message, and copies its bytes three times.
"""

import re
from collections.abc import Callable
from typing import Any

from nats.aio.msg import Msg
from nats.protocol import parser
from nats.protocol.parser import AWAITING_CONTROL_LINE, Parser

from services.chassis.wire import Headers

PLAIN = b"NATS/1.0\r\n"  # how headers begin that are no word of the server's
LINE = re.compile(rb"HMSG ([^ \r]+) (\d+) (?:([^ \r]+) )?(\d+) (\d+)\r\n")
LINE_END = len(b"\r\n")
for each in ("MSG_RE", "HMSG_RE"):  # the client's own end a name at a vertical tab: NATS does not
    strict = getattr(parser, each).pattern.replace(rb"[^\s]", b"[^ \r\n]")
    setattr(parser, each, re.compile(strict))


class MessageParser(Parser):
    """All but such messages goes the client's own way."""

    def __init__(self, client: Any, takers: dict[int, Callable[[Msg], None]]) -> None:
        super().__init__(client)
        self._takers = takers  # by the number of a subscription

    async def parse(self, data: bytes = b"") -> None:
        """See the client's; what is left of a message waits for the rest of it."""
        if self.state == AWAITING_CONTROL_LINE:
            whole = bytes(self.buf) + data
            at, waits = self._take(whole)
            self.buf, data = bytearray(), whole[at:]
            if waits:
                self.buf += data
                return
        await super().parse(data)

    def _take(self, whole: bytes) -> tuple[int, bool]:
        """Give the messages in front to who takes them. How many bytes they have, and whether the
        beginning of one more follows.
        """
        at, waits = 0, False
        while found := LINE.match(whole, at):
            subject, number, reply, headed, size = found.groups()
            take, begins = self._takers.get(int(number)), found.end()
            parted, ends = begins + int(headed), begins + int(size)
            waits = take is not None and len(whole) < ends + LINE_END
            if take is None or waits or not whole.startswith(PLAIN, begins):
                break
            headers: Any = Headers(whole[begins + len(PLAIN) : parted])
            names = subject.decode(errors="replace"), (reply or b"").decode(errors="replace")
            take(Msg(self.nc, *names, whole[parted:ends], headers, None, False, int(number)))
            self.nc.stats["in_msgs"] += 1
            self.nc.stats["in_bytes"] += ends - parted
            at = ends + LINE_END
        return at, waits
