"""Messages of a stream as one of its servers has them, whoever leads it (batched DIRECT.GET).

Each of them answers, also while they elect; one that is away from the others lacks the newest.
Promises all that was asked for and is there, or Unreachable, whatever answers: a stream may be
another installation's. Must not make a consumer.
"""

import asyncio
import json
from typing import Any

from services.chassis.bus import AWAY, TIMEOUT, Bus, Message, Unreachable
from services.chassis.wire import Headers

LARGEST = 1 << 20  # bytes of one message, as NATS has it: a batch may be longer by the last
END, NOTHING_THERE = "204", "404"
FLOODED = "more than was asked for"


class Answer:
    """What comes, until it ends or is more than was asked for."""

    def __init__(self, most: int, most_bytes: int) -> None:
        self.messages: list[Message] = []
        self.ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._left, self._bytes_left = most, most_bytes + LARGEST

    def take(self, message: Any) -> None:
        """One more message, or the end."""
        if self.ended.done():
            return
        headers = message.headers or {}
        if not isinstance(headers, Headers) and "Status" in headers:  # the server's own word
            self.ended.set_result(headers["Status"])
            return
        self.messages.append(Message(headers.get("Nats-Subject", ""), headers, message.data))
        self._left -= 1
        self._bytes_left -= len(message.data)
        if self._left < 0 or self._bytes_left < 0:
            self.ended.set_result(FLOODED)


async def stored(
    bus: Bus, stream: str, *, start: int, most: int, most_bytes: int, within: float = TIMEOUT
) -> list[Message]:
    """Those from a sequence on, so many at most; [] where the stream ends before it."""
    bus.must_be_connected()
    answer, inbox = Answer(most, most_bytes), bus.client.new_inbox()
    asked = f"{bus.prefix}.DIRECT.GET.{stream}"
    request = json.dumps({"seq": start, "batch": most, "max_bytes": most_bytes}).encode()
    try:
        async with bus.client.taking(inbox, answer.take), asyncio.timeout(within):
            await bus.client.publish(asked, request, reply=inbox)
            status = await answer.ended
    except AWAY as error:
        raise Unreachable(f"no server has {stream}: no answer to {asked}: {error!r}") from error
    if status not in {END, NOTHING_THERE}:
        raise Unreachable(f"no server has {stream}: {asked} answers {status}")
    return answer.messages
