"""Subjects on NATS, as the contracts declare them: where a message is published, and which it is.

Example: a UnitOpened of `ward.1` is on `motcua.catalog.UnitOpened.ward%2E1`. A message without a
declaration is published nowhere.
"""

import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from google.protobuf import descriptor_pool
from google.protobuf.message import Message

from motcua.chassis.v1 import publishing_pb2


def subject(message: Message | type[Message], *tokens: str) -> str:
    """Where a message is published; a token for each parameter that its contract declares."""
    return _pattern(message.DESCRIPTOR) % tokens


@lru_cache(maxsize=20_000)
def token(text: str) -> str:
    """An id as one token of a subject, whatever letters it has."""
    # `quote` leaves these two alone, and to NATS a dot separates tokens.
    return quote(text, safe="").replace(".", "%2E").replace("~", "%7E")


def schema_of(kind: Any) -> str:
    """The URI of a message's contract: the file's path, and the message in it. A URN, since no
    address on the web is ours.
    """
    return f"urn:motcua:proto/{kind.file.name}#{kind.name}"


@cache
def schema(type: str) -> str:  # noqa: A002 — as CloudEvents calls it
    """The same by an event's type; empty where this process does not know the type."""
    try:
        return schema_of(descriptor_pool.Default().FindMessageTypeByName(type))
    except KeyError:
        return ""


@cache
def _pattern(kind: Any) -> str:
    declared: str = kind.GetOptions().Extensions[publishing_pb2.subject]
    if not declared:
        raise AssertionError(f"{kind.full_name} declares no subject")
    return re.sub(r"\{\w+\}", "%s", declared)
