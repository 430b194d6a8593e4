"""The oracle of classes: where a dossier stands in a figure, by plain functions over its facts.

Promises to share no code with definitions. Must not look at another item or a calendar.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from types import MappingProxyType
from typing import NamedTuple

from motcua.submissions.v1.events_pb2 import Anomaly, Channel, Verdict
from services.metrics.domain.classes import DENOMINATOR, EXCLUDED, NUMERATOR, UNKNOWN
from services.metrics.domain.facts import Facts

VOIDED = "voided"
ONLINE = int(Channel.CHANNEL_ONLINE)
UNKNOWN_CHANNEL = int(Channel.CHANNEL_UNKNOWN)
LEVEL = 3  # online filing begins here
BOUNDS = (30, 60, 120, 240, 480, 960, 1440, 2400, 4800, 7200, 9600, 14400, 28800)
ENDED_BEFORE_ACCEPTED = 1 << Anomaly.ANOMALY_ENDED_BEFORE_ACCEPTED
ENDED_IN_FUTURE = 1 << Anomaly.ANOMALY_ENDED_IN_FUTURE
ACCEPTED_IN_FUTURE = 1 << Anomaly.ANOMALY_ACCEPTED_IN_FUTURE
ENDED_WITHOUT_ACCEPTANCE = 1 << Anomaly.ANOMALY_ENDED_WITHOUT_ACCEPTANCE
IN_TIME = frozenset({int(Verdict.VERDICT_EARLY), int(Verdict.VERDICT_ON_TIME)})
OVERDUE = int(Verdict.VERDICT_OVERDUE)


class Contribution(NamedTuple):
    """What one dossier adds to the figures of one definition."""

    unit: str
    service: str
    key_at: datetime
    membership: int
    reason: str
    weight: int
    assisted: bool
    can_still: bool = False
    values: Mapping[str, str] = MappingProxyType({})  # by dimension


class Class(NamedTuple):
    """Where it stands."""

    membership: int
    reason: str = ""
    can_still: bool = False


def excluded(reason: str) -> Class:
    return Class(EXCLUDED, reason)


def above(value: bool | None, *, can_still: bool = False) -> Class:
    """Whether it counts above the line; None: nobody knows."""
    if value:
        return Class(NUMERATOR)
    return Class(UNKNOWN if value is None else DENOMINATOR, can_still=can_still)


def by_acceptance(rule: Callable[[Facts], Class], facts: Facts) -> Contribution | None:
    """Of the competent unit, at the acceptance; ended without one: at its recording."""
    at = facts.accepted_at
    if facts.end_recorded_at is not None and without_acceptance(facts):
        at, found = facts.end_recorded_at, excluded("ended_without_acceptance")
    elif not facts.acceptance_time_known:
        found = excluded("accepted_without_time")
    elif facts.acceptance_anomalies & ACCEPTED_IN_FUTURE:
        found = excluded("accepted_in_future")
    else:
        found = rule(facts)
    return contribution(facts, facts.unit, at, found)


def by_end(rule: Callable[[Facts], Class], facts: Facts) -> Contribution | None:
    """Of the unit that handled it, at the end."""
    if not facts.end_time_known:
        found = excluded("ended_without_time")
    elif facts.ending_anomalies & ENDED_IN_FUTURE:
        found = excluded("ended_in_future")
    elif facts.ending_anomalies & ENDED_BEFORE_ACCEPTED:
        found = excluded("ended_before_accepted")
    elif without_acceptance(facts):
        found = excluded("ended_without_acceptance")
    else:
        found = rule(facts)
    return contribution(facts, facts.handling_unit, facts.ended_at, found)


def contribution(facts: Facts, unit: str, at: datetime | None, found: Class) -> Contribution | None:
    if at is None:
        return None
    membership, reason, can_still = excluded(VOIDED) if facts.voided else found
    return Contribution(unit, facts.service, at, membership, reason, 1, facts.assisted, can_still)


def without_acceptance(facts: Facts) -> bool:
    """No acceptance is known, or the record was judged so when it was recorded."""
    return facts.accepted_at is None or bool(facts.ending_anomalies & ENDED_WITHOUT_ACCEPTANCE)


def online(facts: Facts) -> bool | None:
    return None if facts.channel == UNKNOWN_CHANNEL else facts.channel == ONLINE


def filed_online(facts: Facts) -> Class:
    return above(online(facts))


def filed_online_at_3(facts: Facts) -> Class:
    if facts.level is None:
        return excluded("level_unknown")
    if facts.level < LEVEL:
        return excluded("online_below_3" if facts.channel == ONLINE else "other_below_3")
    return filed_online(facts)


def ended_filed_online(facts: Facts) -> Class:
    if not facts.acceptance_time_known:
        return excluded("accepted_without_time")
    if facts.acceptance_anomalies & ACCEPTED_IN_FUTURE:
        return excluded("accepted_in_future")
    return filed_online_at_3(facts)


def online_to_the_result(facts: Facts) -> Class:
    """No written result, or an electronic one; what is not known may decide nothing."""
    through: bool | None = None
    if facts.written_result is False or facts.electronic_result is True:
        through = True
    elif facts.written_result is True and facts.electronic_result is False:
        through = False
    if online(facts) is False or through is False:
        return above(False, can_still=facts.channel == ONLINE and not facts.closed)
    known = through and online(facts)
    return above(known, can_still=facts.channel == ONLINE and not facts.closed)


def in_time(facts: Facts) -> Class:
    if facts.verdict in IN_TIME:
        return above(True)
    return above(False) if facts.verdict == OVERDUE else excluded("no_due")


def minutes(facts: Facts) -> Class:
    if facts.acceptance_day_only or facts.end_day_only:
        return excluded("day_only")
    if facts.working_minutes is None:
        return above(None)
    bucket = next((str(each) for each in BOUNDS if facts.working_minutes <= each), "inf")
    return Class(NUMERATOR, bucket)


def fee_paid_online(facts: Facts) -> Class:
    if facts.fee is None:
        return excluded("fee_unknown")
    if facts.fee == 0:
        return excluded("no_fee")
    if facts.fee_waived:
        return excluded("fee_waived")
    return above(facts.paid_online, can_still=not facts.closed)


def electronic(facts: Facts) -> Class:
    if facts.written_result is False:
        return excluded("no_written_result")
    if facts.written_result is None and not facts.electronic_result:
        return excluded("written_result_unknown")
    return above(facts.electronic_result)


def content(facts: Facts) -> Class:
    unhappy = facts.rating is not None and facts.rating <= 2
    return above(facts.verdict != OVERDUE and not unhappy)


# By the definition's name.
RULES: dict[str, Callable[[Facts], Contribution | None]] = {
    "online_handling@1": partial(by_acceptance, filed_online_at_3),
    "online_handling.all@1": partial(by_acceptance, filed_online),
    "online_handling.ended@1": partial(by_end, ended_filed_online),
    "online_handling.e_result@1": partial(by_acceptance, online_to_the_result),
    "on_time.ended@1": partial(by_end, in_time),
    "handling_time.ended@1": partial(by_end, minutes),
    "payment.online@1": partial(by_acceptance, fee_paid_online),
    "e_result@1": partial(by_end, electronic),
    "satisfaction.derived@1": partial(by_end, content),
}
