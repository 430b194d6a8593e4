"""Check the signed tree heads of a stream, knowing nothing but the stream and a public key.

    python check.py nats://reader:password@host:4222 metrics 'motcua/metrics/k1+1a2b3c4d+AQ…'

Needs nats-py and cryptography, and for the streams of catalog and submissions the classes that
protoc makes of the contracts. proto/motcua/chassis/v1/tree_heads.proto says what a leaf is.
"""

import asyncio
import base64
import json
import sys
from hashlib import sha256
from importlib import import_module

import nats
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELDS = (
    "Motcua-Position", "Motcua-Stream", "Motcua-Version", "ce-id", "Motcua-Command", "Motcua-N",
    "Motcua-Fingerprint", "ce-type", "ce-time", "Motcua-Recorded", "Motcua-Actor", "traceparent",
)  # fmt: skip
BATCH = 500


async def stored(client, stream):
    """Every message of a stream, in order, as a reader's account may ask for them."""
    sequence, ask = 1, f"JS.{stream}.API.DIRECT.GET.{stream}"
    while True:
        inbox, found = client.new_inbox(), 0
        answers = await client.subscribe(inbox)
        wanted = json.dumps({"seq": sequence, "batch": BATCH}).encode()
        await client.publish(ask, wanted, reply=inbox)
        while "Status" not in (message := await answers.next_msg(timeout=5)).headers:
            found, sequence = found + 1, int(message.headers["Nats-Sequence"]) + 1
            yield message
        await answers.unsubscribe()
        if not found:
            return


def leaf(stream, message):
    """The hash of an event."""
    headers = message.headers
    lines = [stream, headers["Nats-Subject"], *(headers.get(name, "") for name in FIELDS)]
    return sha256(b"\0" + "".join(f"{line}\n" for line in lines).encode() + message.data).digest()


def add(peaks, size, leaf):
    """Add a leaf to a tree, given as the roots of its complete subtrees."""
    while size & 1:
        leaf, size = sha256(b"\1" + peaks.pop() + leaf).digest(), size >> 1
    peaks.append(leaf)


def root(peaks):
    """The root of the tree."""
    *larger, found = peaks
    for peak in reversed(larger):
        found = sha256(b"\1" + peak + found).digest()
    return found


def note_of(message):
    """The signed note in an event that states a tree head."""
    if message.data.startswith(b"{"):
        return json.loads(message.data)["head"]["note"]
    service = message.headers["ce-type"].split(".")[1]
    event = import_module(f"motcua.{service}.v1.events_pb2").TreeHeadSigned
    return event.FromString(message.data).head.note


def signed(note, key):
    """Size and root that a note states, if the key signed it; raises InvalidSignature."""
    name, hash_, encoded = key.split("+", 2)
    text, _, lines = note.partition("\n\n")
    for line in lines.splitlines():
        _, signer, signature = line.split(" ")
        content = base64.b64decode(signature)
        if (signer, content[:4].hex()) == (name, hash_):
            public = Ed25519PublicKey.from_public_bytes(base64.b64decode(encoded)[1:])
            public.verify(content[4:], f"{text}\n".encode())
            _, size, hashed = text.split("\n")
            return int(size), base64.b64decode(hashed)
    raise ValueError(f"not signed by {name}: {note}")


async def check(address, stream, key):
    """(how many events, how many tree heads); raises ValueError at the first that is not right."""
    client = await nats.connect(address)
    peaks, size, roots, heads = [], 0, {}, 0
    async for message in stored(client, stream):
        if message.headers["Motcua-Position"] != str(size + 1):
            raise ValueError(f"position {size + 1} is missing")
        if message.headers["ce-type"].endswith(".TreeHeadSigned"):
            of, hashed = signed(note_of(message), key)
            if roots.get(of) != hashed:
                raise ValueError(f"the first {of} events are not what was signed")
            heads += 1
        add(peaks, size, leaf(stream, message))
        size += 1
        roots[size] = root(peaks)
    await client.close()
    return size, heads


if __name__ == "__main__":
    events, heads = asyncio.run(check(*sys.argv[1:]))
    print(f"{events} events, {heads} tree heads: all as signed")
