"""The calls that fuzz sends: sound, mutated and senseless messages, by every kind of caller.

Promises the same call for the same seed, number and corpus. Must not send anything.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from google.protobuf.message import DecodeError, Message
from google.protobuf.message_factory import GetMessageClass

from services.console.development.fuzzing.calls import Call, Manner, Who
from services.console.development.fuzzing.contracts import Method
from services.console.development.fuzzing.corpus import Corpus
from services.console.development.fuzzing.messages import random_message, scalar

ROLES = (
    "public", "portal", "officer", "leader", "editor", "importer", "inspector", "publisher",
    "operator", "mayor",
)  # fmt: skip
NASTY = (
    "", " ", "-", "*", "\0", "\x01", "\n", "'", '"', "%s%n", "../..", "units/", "units/-", "{}",
    "[" * 3000, "Phu\u031bo\u031b\u0300ng", "\u202eabc", "\U0001f3e0" * 60, "x" * 200, "x" * 201,
    "a@b.vn", "0912345678", "'; drop table events; --", "9" * 40, "-1", "NaN", "true",
    "\ufeff", "\ud7ff", "0001-01-01", "9999-12-31T23:59:59.999999999Z",
)  # fmt: skip
HEADERS: tuple[tuple[str, str | bytes], ...] = (
    ("x-garbage", "x" * 4000),
    ("x-bin", b"\x00\xff" * 50),
    ("traceparent", "00-not-a-trace-01"),
    ("tracestate", "=" * 600),
    ("grpc-accept-encoding", "gzip,br,nothing"),
    ("x-forwarded-for", "1.2.3.4, unknown, [::1], " + "9" * 300),
    ("accept-language", "vi;q=99,*"),
    ("x-request-id", "\x7e" * 300),
    ("authorization", "Bearer a.b.c"),
    ("grpc-status-details-bin", b"\x0a\xff\xff\xff\xff\x0f"),
)
INTEGERS = (0, 1, -1, 2**31 - 1, -(2**31), 2**63 - 1, -(2**63), 2**32 - 1, 2**64 - 1)


@dataclass(frozen=True)
class Maker:
    """Makes calls of these methods out of a corpus."""

    seed: str
    methods: Sequence[Method]
    corpus: Corpus

    def call(self, number: int) -> Call:
        """The call of that number."""
        random = Random(f"{self.seed}:{number}")  # noqa: S311 - no secret
        method = random.choice(self.methods)
        manner = self.manner(random, method)
        count = random.choice((1, 1, 1, 2, 5)) if method.uploads else 1
        return Call(
            process=method.process,
            path=method.path,
            uploads=method.uploads,
            downloads=method.downloads,
            endless=method.endless,
            messages=tuple(self.message(random, method) for _ in range(count)),
            who=self.who(random, method),
            manner=manner,
            trace=f"{random.getrandbits(128) | 1:032x}",
            metadata=(random.choice(HEADERS),) if random.random() < 0.05 else (),
            pause=random.choice((0.0, 0.001, 0.01, 0.05)),
        )

    def manner(self, random: Random, method: Method) -> Manner:
        """Mostly a plain client."""
        if random.random() < 0.05:
            return Manner.CANCELS
        if random.random() < 0.1 and (method.uploads or method.downloads):
            return random.choice((Manner.DAWDLES, Manner.HALF_CLOSES))
        return Manner.PLAIN

    def who(self, random: Random, method: Method) -> Who:
        """Often somebody who may ask, or else anybody."""
        kind = random.random()
        if kind < 0.06:
            return Who()
        role = random.choice(method.roles or ROLES) if kind < 0.75 else random.choice(ROLES)
        units = [each for each in self.corpus.texts if each.startswith("units/")][:50]
        unit = random.choice(units) if units and random.random() < 0.3 else "*"
        return Who(role, unit, random.choice(("fuzz", "operator.embedded", "another")))

    def message(self, random: Random, method: Method) -> bytes:
        """One of a request, on the wire."""
        kind, known = random.random(), self.corpus.requests.get(method.path) or [b""]
        if kind < 0.08:
            return random.randbytes(random.choice((1, 7, 60, 900, 70_000)))
        if kind < 0.2:
            return broken(random, random.choice(known))
        if kind < 0.4 or not known[0]:
            made: Message = random_message(method.request, random)
        else:
            made = self.decoded(method, random.choice(known))
        if kind >= 0.35:
            renew(made)
        for _ in range(random.choice((0, 1, 1, 2, 4))):
            self.mutate(random, made)
        return bytes(made.SerializeToString())

    def decoded(self, method: Method, content: bytes) -> Message:
        """A message that somebody sent; an empty one if the server has others by now."""
        try:
            made: Message = GetMessageClass(method.request).FromString(content)
        except DecodeError:
            made = GetMessageClass(method.request)()
        return made

    def mutate(self, random: Random, message: Message) -> None:
        """Change one field, somewhere."""
        fields = list(message.DESCRIPTOR.fields)
        if not fields:
            return
        stated = [each for each, _ in message.ListFields()]
        field: Any = random.choice(stated if stated and random.random() < 0.7 else fields)
        if random.random() < 0.12:
            message.ClearField(field.name)
        elif field.message_type:
            self.mutate_held(random, message, field)
        else:
            self.state(random, message, field)

    def mutate_held(self, random: Random, message: Message, field: Any) -> None:
        """A message in a message, or a list of them."""
        if field.message_type.GetOptions().map_entry:
            return
        held = getattr(message, field.name)
        if not field.is_repeated:
            held.SetInParent()
            self.mutate(random, held)
        elif not held or random.random() < 0.3:
            for _ in range(random.choice((1, 1, 2, 101))):
                held.add().CopyFrom(held[0] if len(held) else self.decoded_none(field))
        else:
            self.mutate(random, random.choice(held))

    def decoded_none(self, field: Any) -> Message:
        """An empty one for a list."""
        made: Message = GetMessageClass(field.message_type)()
        return made

    def state(self, random: Random, message: Message, field: Any) -> None:
        """A field that holds no message."""
        value = self.value(random, field)
        if field.is_repeated:
            held = getattr(message, field.name)
            held.extend([value] * random.choice((1, 1, 3, 1001)))
        else:
            setattr(message, field.name, value)

    def value(self, random: Random, field: Any) -> Any:
        """What is known, what is nasty, or anything."""
        if field.type == field.TYPE_STRING and random.random() < 0.85:
            texts = list(self.corpus.texts)
            return random.choice(texts) if texts and random.random() < 0.5 else random.choice(NASTY)
        if field.cpp_type in {field.CPPTYPE_INT64, field.CPPTYPE_INT32} and not field.enum_type:
            small = field.cpp_type == field.CPPTYPE_INT32
            most = 2**31 - 1 if small else 2**63 - 1
            return random.choice([each for each in INTEGERS if -most - 1 <= each <= most])
        return scalar(field, random)


def renew(message: Message) -> None:
    """Another request than the one recorded, so that it is not only repeated."""
    field = message.DESCRIPTOR.fields_by_name.get("request_id")
    if field is not None and field.type == field.TYPE_STRING:
        made = Random(message.SerializeToString(deterministic=True))  # noqa: S311 - no secret
        named = uuid.UUID(int=made.getrandbits(128), version=4)
        setattr(message, "request_id", str(named))  # noqa: B010 - not every message has one


def broken(random: Random, content: bytes) -> bytes:
    """Bytes changed as lines and disks change them, and as nobody would."""
    made = bytearray(content)
    for _ in range(random.choice((1, 1, 2, 8))):
        place = random.randrange(len(made) + 1)
        kind = random.randrange(4)
        if kind == 0 and place < len(made):
            made[place] ^= 1 << random.randrange(8)
        elif kind == 1:
            del made[place:]
        elif kind == 2:
            made[place:place] = random.randbytes(random.choice((1, 4, 30)))
        else:
            made[place:place] = made[: random.choice((5, 40, 400))]
    return bytes(made)
