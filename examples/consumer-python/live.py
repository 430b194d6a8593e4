"""The stream `figures`: each figure as it stands, and checkpoints that show whether one is missing.

The stream keeps the last message of each subject. Whoever reads it from its beginning has every
figure once; whoever goes on from the last sequence read has each that changed since. Sequences have
holes, so a loss is not noticed by counting, but by the digest of a checkpoint.
"""

import hashlib
import json

LIVE, CHECKPOINT = "motcua.figures.live.", "motcua.figures.checkpoint."


def digest_of(digests):
    """SHA-256 over the lines `subject TAB digest LF`, sorted as bytes."""
    lines = sorted(f"{subject}\t{digest}\n".encode() for subject, digest in digests.items())
    return hashlib.sha256(b"".join(lines)).hexdigest()


async def follow(stream, store, *, known=None, say=print):
    """Keep every figure as it stands, without end; `known`: who can be asked about figures as known
    at a checkpoint's positions (snapshot.py).
    """
    await stream.listen(f"{CHECKPOINT}>")
    begin, reread, settled = True, False, set()
    while True:
        created = (await stream.info())["created"]
        if created != store.checkpoint("figures")["created"]:  # made anew: no loss, it has all
            with store.transaction():
                store.forget_live(created)
            if known and begin:
                await known.start(stream, store, say)
        begin = False
        messages = await stream.read(store.checkpoint("figures")["sequence"] + 1)
        if messages:
            with store.transaction():
                for message in messages:
                    take(store, message)
            continue
        doubtful = store.doubtful()
        if reread:  # it was read from its beginning, and lacks these
            if known:
                await known.reconcile(store, doubtful, say)
            reread, settled = False, {*map(name_of, doubtful)}
        elif {*map(name_of, doubtful)} - settled:
            say(f"{len(doubtful)} checkpoints are not met: reading from the beginning")
            with store.transaction():
                store.forget_live(created)
            reread = True
        else:
            await stream.wait()


def name_of(checkpoint):
    """What tells a checkpoint from every other one."""
    return checkpoint["month"], checkpoint["definition"], checkpoint["digest"]


def take(store, message):
    """A figure, or the checkpoint that ends a tick, and the sequence; within a transaction."""
    subject, content = message.headers["Nats-Subject"], json.loads(message.data)
    if subject.startswith(LIVE):
        store.tell(subject, content["month"], content["rate"])
    elif subject.startswith(CHECKPOINT):
        digests = store.digests(content["month"], content["definition"])
        store.end_tick(content, whole=digest_of(digests) == content["digest"])
    store.move("figures", int(message.headers["Nats-Sequence"]))
