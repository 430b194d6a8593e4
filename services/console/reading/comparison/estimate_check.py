"""Estimates against the second reading's: those that a file holds, and all that the service gives.

Promises the fields that differ. Must not read a database, nor take a number from the service.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from google.protobuf.json_format import ParseDict, ParseError

from motcua.metrics.v1 import estimates_pb2 as messages
from motcua.metrics.v1.events_pb2 import Receipt
from services.console.instants import to_timestamp
from services.console.outcome import Difference, Mistake, Refused
from services.console.portal.client import Portal
from services.console.portal.estimates import COUNTS_ONLY, divided
from services.console.portal.questions import known_at, one_rate
from services.console.reading.comparison.adopted_definitions import adopted
from services.console.reading.comparison.aside import aside
from services.console.reading.comparison.checked_file import (
    Checked,
    CheckedFile,
    UnverifiedReceipt,
    not_held,
    obstacle,
    positions_of,
)
from services.console.reading.comparison.differences import Comparison, FigureDifference, differing
from services.console.reading.comparison.receipt_check import Readings
from services.console.reading.comparison.receipt_file import ESTIMATES
from services.console.reading.definitions.definition import Definition
from services.console.reading.figures.contributions import POPULATIONS
from services.console.reading.figures.estimates import estimated, stated
from services.console.reading.figures.items import interpreted
from services.console.reading.figures.questions import Question, answered_question
from services.console.reading.figures.sums import FigureKey
from services.console.reading.folding.fold import Reading

TOO_FINE = "ESTIMATE_TOO_FINE"
FIRST = date(1900, 1, 1)


def is_estimates(path: Path) -> bool:
    """Whether a file holds what `rates --estimated --json` printed."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and isinstance(found.get(ESTIMATES), list)


def estimates_in(path: Path) -> list[messages.EstimatedReceipt]:
    """Every receipt of such a file. Raises Mistake where one cannot be read."""
    try:
        rates = json.loads(path.read_text(encoding="utf-8"))[ESTIMATES]
        found = [ParseDict(each, messages.EstimatedRate()).receipt for each in rates]
    except (ValueError, TypeError, ParseError) as failed:
        raise Mistake(f"{path} is no estimate ({failed}): rates --estimated --json") from None
    if not all(each.scope.HasField("units_time") for each in found):
        raise Mistake(f"{path} holds an estimate without units_time")
    return found


def named(receipt: messages.EstimatedReceipt) -> Receipt:
    """Its question, as a receipt of a rate says it."""
    return Receipt(
        definition=receipt.definition,
        version=receipt.version,
        scope=receipt.scope,
        period=receipt.period,
        as_of=receipt.as_of if receipt.HasField("as_of") else None,
        positions=receipt.positions,
    )


async def check_file(portal: Portal, path: Path) -> CheckedFile:
    """Every estimate in a file, recomputed from the streams up to its own positions where that can
    be.
    """
    receipts = estimates_in(path)
    known, not_known = interpreted(await adopted(portal))
    by_name = {each.name: each for each in known}
    found, can_be = CheckedFile(), list[messages.EstimatedReceipt]()
    for each in receipts:
        if why := obstacle(named(each), by_name, not_known):
            found.unverified.append(UnverifiedReceipt(named(each), why))
        else:
            can_be.append(each)

    def key(each: messages.EstimatedReceipt) -> tuple[tuple[str, int], ...]:
        return positions_of(named(each))

    readings = Readings(portal)
    for positions, those in groupby(sorted(can_be, key=key), key):
        some = list(those)
        try:
            reading = await readings.at(dict(positions))
        except Difference as beyond:
            found.checked += (not_held(named(each), beyond, is_estimate=True) for each in some)
            continue
        found.checked += (checked(reading, each, by_name) for each in some)
    return found


def checked(
    reading: Reading, receipt: messages.EstimatedReceipt, known: Mapping[str, Definition]
) -> Checked:
    """One, and what differs."""
    definition = known[f"{receipt.definition}@{receipt.version}"]
    found = compared(reading, receipt, definition)
    if receipt.definition_digest not in ("", definition.digest):
        found["definition_digest"] = (definition.digest, receipt.definition_digest)
    return Checked(named(receipt), found, is_estimate=True)


def compared(
    reading: Reading, receipt: messages.EstimatedReceipt, definition: Definition
) -> dict[str, tuple[object, object]]:
    """Field by field, in words."""
    question: Question = answered_question(named(receipt), definition)
    sides = differing(estimated(reading, question), stated(receipt))
    return {name: (said(ours), said(theirs)) for name, (ours, theirs) in sides.items()}


def said(value: object) -> str:
    """A number or several as a text, always the same."""
    if isinstance(value, dict):
        return ", ".join(f"{name} {n}" for name, n in sorted(value.items()))
    if isinstance(value, frozenset):
        return ", ".join(" ".join(map(str, each)) for each in sorted(value))
    return str(value)


async def compare_estimates(
    portal: Portal, reading: Reading, found: Comparison, now: datetime
) -> None:
    """Add to a comparison the estimates of the whole tree and of each successor, over all time."""
    known, _ = interpreted(await adopted(portal))
    found.counted |= {ESTIMATES: 0}
    for each in counting(known):
        told = await asked(portal, each, reading, now)
        found.counted[ESTIMATES] += len(told)
        found.differences += await aside(differences, reading, each, told)


def counting(known: Iterable[Definition]) -> list[Definition]:
    """The newest version of each that counts counted facts."""
    newest: dict[str, Definition] = {}
    for each in known:
        if (each.kind, each.key) in POPULATIONS:
            newest.setdefault(each.id, each)
    return list(newest.values())


async def asked(
    portal: Portal, definition: Definition, reading: Reading, now: datetime
) -> list[messages.EstimatedRate]:
    """As known where this reading ended; none where the service shows none."""
    period = (FIRST, date(now.astimezone(UTC).year + 2, 1, 1))
    question = one_rate(definition.id, period, version=definition.version)
    question.MergeFrom(type(question)(**known_at(reading.positions)))
    question.units_time.CopyFrom(to_timestamp(now))
    try:
        return await divided(portal, question)
    except Refused as refused:
        if refused.reason in (TOO_FINE, COUNTS_ONLY):
            return []
        raise


def differences(
    reading: Reading, definition: Definition, told: Sequence[messages.EstimatedRate]
) -> list[FigureDifference]:
    """Those that differ."""
    found: list[FigureDifference] = []
    for each in told:
        sides: dict[str, Any] = compared(reading, each.receipt, definition)
        if sides:
            key = FigureKey(ESTIMATES, each.receipt.scope.unit, "", FIRST)
            numbers = {f"{definition.name} {name}": both for name, both in sides.items()}
            found.append(FigureDifference(key, numbers))
    return found
