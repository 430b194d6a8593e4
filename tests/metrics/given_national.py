"""Cities with published figures, for tests of a nation.

Given numbers, when a city releases them, then it is the next message of its stream.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

from motcua.metrics.v1.events_pb2 import (
    ExcludedCount,
    FigureScope,
    Rate,
    Receipt,
    ValueState,
)
from motcua.metrics.v1.federation_events_pb2 import FigureReleased, MemberAdmitted
from motcua.metrics.v1.federation_pb2 import Contribution, Member, NationalFigure
from services.metrics.domain.federation.members import member
from services.metrics.domain.federation.national import Known, Question, Released, national
from services.metrics.domain.figures import date_message, instant_message, period_message
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.periods import Period, midnight
from tests.metrics.shipped import find

ONLINE = find("online_handling", 1)
MARCH = Period(date(2026, 3, 1), date(2026, 4, 1))
END = midnight(MARCH.end)
OTHER_TEXT = "0" * 64


class City:
    """A member, and what it released so far."""

    def __init__(self, name: str, *, start: date = date(2026, 1, 1)) -> None:
        self.name = f"members/{name}"
        self.events: list[Any] = [
            MemberAdmitted(
                member=self.name,
                display_name=name.title(),
                start_date=date_message(start),
                verifier_keys=["k"],
            )
        ]
        self.released: list[Released] = []

    @property
    def member(self) -> Member:
        return member(self.events)

    def release(self, numerator: int = 0, denominator: int = 0, **changes: Any) -> Released:
        """Publish a figure of the whole city as its next message."""
        sequence = len(self.released) + 1
        rate = rate_of(numerator, denominator, **changes)
        event = FigureReleased(
            publication=f"publications/{self.name}-{sequence}",
            figure=figure_of(rate.receipt),
            rate=rate,
        )
        leaf = hashlib.sha256(f"{self.name}{sequence}".encode()).hexdigest()
        self.released.append(Released(sequence, leaf, event))
        return self.released[-1]

    def known(self, upto: int | None = None) -> Known:
        position = len(self.released) if upto is None else upto
        return Known(self.member, position, self.released[:position])


def rate_of(
    numerator: int,
    denominator: int,
    *,
    definition: Definition = ONLINE,
    digest: str = "",
    period: Period = MARCH,
    as_of: datetime | None = None,
    service: str = "",
    unit: str = "",
    unknown: int = 0,
    excluded: dict[str, int] | None = None,
    hidden: bool = False,
    no_data: bool = False,
    provisional: bool = False,
) -> Rate:
    """As the public reads it."""
    receipt = Receipt(
        definition=definition.id,
        version=definition.version,
        definition_digest=digest or definition.digest.hex(),
        scope=FigureScope(unit=unit, service=service),
        period=period_message(period),
        as_of=instant_message(as_of or midnight(period.end)),
    )
    if hidden:
        return Rate(receipt=receipt, state=ValueState.VALUE_STATE_SUPPRESSED)
    left_out = excluded or {}
    receipt.MergeFrom(
        Receipt(
            considered=denominator + sum(left_out.values()),
            numerator=numerator,
            denominator=denominator,
            unknown=unknown,
            excluded=[ExcludedCount(reason=why, count=n) for why, n in left_out.items()],
            provisional=provisional,
        )
    )
    state = ValueState.VALUE_STATE_NO_DATA if no_data else ValueState.VALUE_STATE_KNOWN
    return Rate(receipt=receipt, state=state)


def figure_of(receipt: Receipt) -> str:
    """The same for publications of one figure."""
    kept = Receipt(
        definition=receipt.definition,
        version=receipt.version,
        scope=receipt.scope,
        period=receipt.period,
        as_of=receipt.as_of,
    )
    return f"figures/{hashlib.sha256(kept.SerializeToString(deterministic=True)).hexdigest()}"


def asked(
    *cities: City,
    definition: Definition = ONLINE,
    period: Period = MARCH,
    as_of: datetime | None = None,
    service: str = "",
    upto: dict[str, int] | None = None,
) -> NationalFigure:
    """The nation's figure, with each stream known up to a message (all of it where not named)."""
    question = Question(definition, service, period, as_of or midnight(period.end))
    known = [each.known((upto or {}).get(each.name)) for each in cities]
    return national(question, known, register=7)


def states(figure: NationalFigure) -> dict[str, str]:
    """By member, without the collection's name."""
    return {
        each.member.removeprefix("members/"): Contribution.State.Name(each.state)[6:]
        for each in figure.receipt.contributions
    }
