"""Keys by which a member's published figures are found, whatever it calls them.

Example: of a thousand publications of online handling in March, the newest as of 1 April by the
nation's own text has the key `cut_off` of that question. Hashes, so that no index is as wide as the
names that a member chose.
"""

import hashlib
import json
from typing import NamedTuple

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.metrics.v1.events_pb2 import Period, Receipt
from motcua.metrics.v1.federation_events_pb2 import FigureReleased
from services.metrics.domain.federation.national import Question
from services.metrics.domain.figures import instant_message, period_message
from services.metrics.domain.periods import date_of


class Keys(NamedTuple):
    """From the one that fits least: of any figure of a question; of those by one text; of those as
    of one instant, too.
    """

    question: bytes
    text: bytes
    cut_off: bytes


def wanted(question: Question) -> Keys:
    """What answers a question of the nation."""
    of = about(question.definition.id, question.service, period_message(question.period))
    return fitting(of, question.definition.digest.hex(), instant_message(question.as_of))


def keys_of(event: FigureReleased) -> Keys:
    """What a figure of a whole city is found by."""
    receipt: Receipt = event.rate.receipt
    of = about(receipt.definition, receipt.scope.service, receipt.period)
    return fitting(of, receipt.definition_digest, receipt.as_of)


def about(definition: str, service: str, period: Period) -> tuple[str, ...]:
    """The parts of a question that every figure which answers it has."""
    days = (date_of(each).isoformat() for each in (period.start, period.end))
    return (definition, service, *days, period.zone)


def fitting(of: tuple[str, ...], text: str, as_of: Timestamp) -> Keys:
    """Three keys, each of more than the one before."""
    instant = f"{as_of.seconds}.{as_of.nanos}"
    return Keys(key("question", *of), key("text", *of, text), key("cut_off", *of, text, instant))


def key(kind: str, *parts: str) -> bytes:
    """SHA-256 over a list of JSON."""
    return hashlib.sha256(json.dumps((kind, *parts)).encode()).digest()
