"""Figures that are watched: which of them may have changed, and which did.

Promises that no figure is passed over whose numbers changed; one too many may be read again. Must
not read a table.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from math import ceil
from typing import NamedTuple

from motcua.metrics.v1.events_pb2 import Rate, ValueState
from services.chassis.errors import Refusal
from services.metrics.domain.figures import Figure, Question
from services.metrics.domain.periods import Period, midnight, window
from services.metrics.domain.refusals import MetricsReason

PRINT = 8  # bytes
LAYOUT = b"\x01"  # of a resume token
COSTLY = 4  # figures from kept months are read in the time of one from items, or in less
YEAR = 366  # days


def weight_of(question: Question) -> int:
    """How much it takes to read a figure again, beside one whose months are kept: items, or what
    the catalogue says, are looked at each time, and a longer period has more of them.
    """
    scope, (start, end) = question.scope, question.period
    is_kept = question.definition.has_cells and scope.takes_all and scope.units_at is None
    return max(ceil((end - start).days / YEAR), 1) * (1 if is_kept else COSTLY)


class MovedMonth(NamedTuple):
    """A month by a key, and every unit whose figures may hold what moved in it."""

    key: int
    month: date
    units: frozenset[str]


class Since(NamedTuple):
    """What happened since a figure was read."""

    catalogue: bool  # whether it moved
    submissions: bool
    months: Sequence[MovedMonth]
    then: datetime  # when it was read
    now: datetime


def may_have_changed(figure: Figure, key: int | None, since: Since) -> bool:
    """Whether a figure has to be read again. `key`: by which its items are shown; None: they are
    not kept by months.
    """
    if since.catalogue or has_ended(figure.question.period, since):
        return True
    if not since.submissions:
        return False
    return key is None or any(concerns(each, figure, key) for each in since.months)


def has_ended(period: Period, since: Since) -> bool:
    """Whether its period ended in between: the figure is provisional no more."""
    return since.then < midnight(period.end) <= since.now


def concerns(moved: MovedMonth, figure: Figure, key: int) -> bool:
    """Whether what moved may lie in a figure. One without data has some as soon as anything lies
    before its end.
    """
    question = figure.question
    around = window(question.period, question.as_of).around
    no_data = figure.state == ValueState.VALUE_STATE_NO_DATA
    inside = moved.month < around.end and (no_data or moved.month >= around.start)
    return moved.key == key and inside and question.scope.unit in ("", *moved.units)


def last_month(questions: Iterable[Question]) -> date | None:
    """Before which all months of these questions lie."""
    return max((window(each.period, each.as_of).around.end for each in questions), default=None)


def fingerprint(rate: Rate) -> bytes:
    """What makes it another rate: everything but where it was known."""
    kept = Rate()
    kept.CopyFrom(rate)
    kept.receipt.ClearField("positions")
    return hashlib.sha256(kept.SerializeToString(deterministic=True)).digest()[:PRINT]


def resume_token(prints: Sequence[bytes]) -> str:
    """What a caller brings back to say which rates it has."""
    return base64.urlsafe_b64encode(LAYOUT + b"".join(prints)).decode()


def resumed(token: str, count: int) -> list[bytes]:
    """The fingerprints of a token, for so many figures; empty ones without a token."""
    if not token:
        return [b""] * count
    try:
        content = base64.b64decode(token.encode(), altchars=b"-_", validate=True)
    except ValueError:
        content = b""
    prints = [content[at : at + PRINT] for at in range(1, len(content), PRINT)]
    if content[:1] != LAYOUT or len(content) != 1 + PRINT * count:
        raise Refusal(MetricsReason.RESUME_TOKEN_INVALID, field="resume_token")
    return prints
