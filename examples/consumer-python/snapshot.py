"""Live figures asked of metrics over gRPC, as known at a checkpoint's positions.

To start without reading the stream, to go on where the stream cannot be brought to agree with its
checkpoint, and to look at what stood earlier. Both ways must give the same digest.
"""

import json
from datetime import date
from pathlib import Path

import grpc
from google.protobuf.json_format import MessageToDict
from google.type.date_pb2 import Date

from live import CHECKPOINT, LIVE, digest_of
from motcua.metrics.v1 import metrics_pb2 as api
from motcua.metrics.v1.metrics_pb2_grpc import MetricsServiceStub
from stream import Away

WITHIN = 30  # seconds
PAGE = 1000


def opened(address, ca=None):
    """A channel under TLS, believing the authorities in the file `ca`, or the system's; in plain
    text on this machine alone, or whoever listens in between would have the token.
    """
    if not ca and address.rpartition(":")[0] in {"127.0.0.1", "[::1]", "localhost"}:
        return grpc.aio.insecure_channel(address)
    believed = Path(ca).read_bytes() if ca else None
    return grpc.aio.secure_channel(address, grpc.ssl_channel_credentials(believed))


class Known:
    """Metrics, asked with a token that `token()` reads: it is valid for a day at most."""

    def __init__(self, address, token, ca=None):
        self.channel = opened(address, ca)
        self.metrics, self.token = MetricsServiceStub(self.channel), token

    def call(self):
        """Of every call: who asks, and until when."""
        return {"metadata": (("authorization", f"Bearer {self.token()}"),), "timeout": WITHIN}

    async def figures(self, checkpoint):
        """By subject, the figures that have an item, as known at the checkpoint's positions."""
        question = {
            "definition": checkpoint["definition"],
            "version": checkpoint["version"],
            "as_known": [
                {"stream": each["stream"], "position": int(each["position"])}
                for each in checkpoint["positions"]
            ],
            **month(checkpoint["month"]),
        }
        whole = await self.metrics.GetRate(api.GetRateRequest(**question), **self.call())
        rates, token = [whole], ""
        while True:
            request = api.ListRatesRequest(
                **question,
                breakdown=api.BREAKDOWN_UNIT,
                subtrees=True,
                page_size=PAGE,
                page_token=token,
            )
            page = await self.metrics.ListRates(request, **self.call())
            rates += page.rates
            if not (token := page.next_page_token):
                end = f"{checkpoint['month']}.{checkpoint['definition']}"
                return {
                    f"{LIVE}{unit_token(each.receipt.scope.unit)}.{end}": as_json(each)
                    for each in rates
                    if each.receipt.considered
                }

    async def start(self, stream, store, say):
        """Fill an empty store as known at the newest checkpoints. What was sent after the first of
        them is read from the stream, and then all that comes.
        """
        newest = await stream.newest(f"{CHECKPOINT}>")
        sequences = [int(each.headers["Nats-Sequence"]) for each in newest]
        for message in newest:
            checkpoint = json.loads(message.data)
            await self.replace(store, checkpoint, say)
        if sequences:
            with store.transaction():
                store.move("figures", min(sequences) - 1)
        say(f"began with {len(newest)} snapshots")

    async def reconcile(self, store, doubtful, say):
        """Figures of which the stream lacks something, as known at their checkpoints."""
        for checkpoint in doubtful:
            await self.replace(store, checkpoint, say)

    async def replace(self, store, checkpoint, say):
        """Take the answer; where it does not agree with the checkpoint, tell us."""
        try:
            found = await self.figures(checkpoint)
        except grpc.aio.AioRpcError as failed:
            raise Away(f"metrics: {failed.code().name} {failed.details()}") from None
        digests = {subject: rate["receipt"]["digest"] for subject, rate in found.items()}
        whole = digest_of(digests) == checkpoint["digest"]
        if not whole:
            say(f"NOT EQUAL as known at its positions: {json.dumps(checkpoint)}")
        with store.transaction():
            store.replace_live(checkpoint["month"], checkpoint["definition"], found)
            store.end_tick(checkpoint, whole=whole)


def month(name):
    """A local month, such as `2026-11`, as a request has it."""
    first = date.fromisoformat(f"{name}-01")
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return {"start_date": as_date(first), "end_date": as_date(after)}


def as_date(day):
    return Date(year=day.year, month=day.month, day=day.day)


def unit_token(unit):
    """A unit in a subject: its id, what is not `A-Z a-z 0-9 _ -` as %XX; `all`: the whole tree."""
    id_ = unit.removeprefix("units/")
    if id_ == "all":
        return "%61ll"
    plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
    letters = (chr(each) if chr(each) in plain else f"%{each:02X}" for each in id_.encode())
    return "".join(letters) or "all"


def as_json(rate):
    """As the stream has it: 64-bit integers are strings, and nothing is left out."""
    return MessageToDict(rate, always_print_fields_with_no_presence=True)
