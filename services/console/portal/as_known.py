"""The options `--as-known`, what was known by positions of the streams or by a moment, and
`--units`, as of when units are meant.

Example: `--as-known catalog=412 --as-known submissions=90211` as a receipt says, or
`--as-known 2026-03-31T17:00+07:00` for all that had been recorded by then.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
from google.protobuf.message import Message

from services.console.instants import local_day, local_midnight, to_timestamp
from services.console.outcome import Mistake
from services.console.portal.catalogue import instant
from services.console.portal.filters import where_option
from services.console.portal.questions import known_at

POSITION = re.compile(r"[0-9]{1,18}")

Command = TypeVar("Command", bound=Callable[..., Any])


def as_known_option(command: Command) -> Command:
    """The same everywhere."""
    return click.option(
        "--as-known",
        multiple=True,
        metavar="TIME|STREAM=POSITION",
        help="As it was known then, or at a receipt's positions (repeatable) [default: now].",
    )(command)


def scope_options(command: Command) -> Command:
    """The same of figures, with `--units`: as of when units are meant, and `--where`."""
    units = click.option(
        "--units",
        default="then",
        metavar="then|now|TIME",
        help="Units as they were then, are today, or were at another instant [default: then].",
    )
    return where_option(as_known_option(units(command)))


def scope_from(stated: Sequence[str], units: str) -> dict[str, Any]:
    """What was known, and as of when units are meant, as fields of a request. Today's units are
    those of its first instant, so that figures of one day are alike.
    """
    if units == "then":
        return known_from(stated)
    today = local_midnight(local_day(datetime.now(UTC)))
    at = today if units == "now" else instant("--units", units)
    return {**known_from(stated), "units_time": to_timestamp(at)}


def known_from(stated: Sequence[str]) -> dict[str, Any]:
    """What was stated, as fields of a request."""
    if len(stated) == 1 and "=" not in stated[0]:
        return {"as_known_time": to_timestamp(instant("--as-known", stated[0]))}
    return known_at(positions_from(stated))


def positions_from(named: Sequence[str]) -> Mapping[str, int]:
    """`submissions=90211` as a stream and its position."""
    found = {}
    for each in named:
        stream, _, position = each.partition("=")
        if stream in found or not POSITION.fullmatch(position):
            raise Mistake("--as-known is one moment, or STREAM=POSITION, each stream once")
        found[stream] = int(position)
    return found


def make_known(request: Message, known: Mapping[str, Any]) -> None:
    """Let a request ask for it."""
    request.MergeFrom(type(request)(**known))
