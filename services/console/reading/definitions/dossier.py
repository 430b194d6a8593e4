"""The facts of a dossier, by the names that definitions use, and where and when it is shown.

Written from the contracts and what ListFacts says of the facts. None: not known.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from typing import NamedTuple

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.instants import local_day
from services.console.reading.definitions.expressions import Facts, Value
from services.console.reading.folding.dossier_fold import Dossier, Ending
from services.console.reading.folding.stated_offering import Offered

UNACCEPTED = submissions.ANOMALY_ENDED_WITHOUT_ACCEPTANCE
CHANNELS: dict[int, str] = {
    submissions.CHANNEL_ONLINE: "online",
    submissions.CHANNEL_IN_PERSON: "in_person",
    submissions.CHANNEL_POST: "post",
    submissions.CHANNEL_EMAIL: "email",
    submissions.CHANNEL_PHONE: "phone",
    submissions.CHANNEL_OTHER: "other",
}


class Shown(NamedTuple):
    """When an item falls into a period, and to whose credit."""

    at: datetime
    unit: str


def shown(dossier: Dossier, key: str) -> Shown | None:
    """By a definition's key; None: it is an item of no period. A time that is not known is that of
    the recording.
    """
    acceptance, ending = dossier.acceptance, dossier.ending
    if key == "ended":
        return Shown(ending.time or ending.recorded_at, ending.unit) if ending else None
    if ending and is_without_acceptance(dossier):
        return Shown(ending.first_recorded_at, dossier.offering.unit)
    if acceptance is None:
        return None
    return Shown(acceptance.time or acceptance.recorded_at, acceptance.offering.unit)


def is_without_acceptance(dossier: Dossier) -> bool:
    """It ended, and no acceptance is known, or was when that was recorded."""
    ending = dossier.ending
    return ending is not None and (dossier.acceptance is None or UNACCEPTED in ending.anomalies)


def facts(dossier: Dossier) -> Facts:
    """All of them."""
    return dict(stated(dossier)) | dict(of_acceptance(dossier)) | dict(of_end(dossier))


Named = Iterator[tuple[str, Value | None]]


def stated(dossier: Dossier) -> Named:
    """What is said of the dossier as a whole."""
    yield "voided", dossier.voided
    yield "assisted", dossier.assisted
    yield "closed", dossier.closed or dossier.ending is not None
    yield "fee_waived", dossier.fee_waived
    yield "paid_online", dossier.paid_online
    yield "complained", dossier.complained
    yield "requests", dossier.requests
    yield "channel", CHANNELS.get(dossier.channel)
    yield "rating", dossier.rating.value if dossier.rating else None
    yield "ended_without_acceptance", is_without_acceptance(dossier)
    ends = (dossier.acceptance, dossier.ending)
    yield "day_only", any(each.day_only for each in ends if each)


def of_acceptance(dossier: Dossier) -> Named:
    """What the acceptance fixed."""
    found = dossier.acceptance
    said = found.offering if found else Offered()
    yield "accepted_without_time", found is not None and found.time is None
    in_future = submissions.ANOMALY_ACCEPTED_IN_FUTURE
    yield "accepted_in_future", found is not None and in_future in found.anomalies
    yield "level", said.level
    yield "fee", said.fee
    yield "written_result", said.written_result
    yield "accepted_at", found.time if found else None
    yield "promised_at", found.promised_at if found else None


def of_end(dossier: Dossier) -> Named:
    """What the end says; the verdict is judged again by its due, not read."""
    found = dossier.ending
    anomalies = found.anomalies if found else frozenset()
    yield "ended_without_time", found is not None and found.time is None
    yield "ended_in_future", submissions.ANOMALY_ENDED_IN_FUTURE in anomalies
    yield "ended_before_accepted", submissions.ANOMALY_ENDED_BEFORE_ACCEPTED in anomalies
    yield "verdict", verdict(found) if found else None
    yield "electronic_result", found.electronic_result if found else None
    yield "working_minutes", found.working_minutes if found else None
    yield "ended_at", found.time if found else None


def verdict(ending: Ending) -> str | None:
    """How the end compares with the due; the midnight that ends a due day is late, and of an end
    that is a day, its day counts.
    """
    last = ending.due
    if last is None:
        return "no_due"
    if ending.time is None:
        return None
    if local_day(ending.time) < local_day(last):
        return "early"
    in_time = local_day(ending.time) == local_day(last) if ending.day_only else ending.time <= last
    return "on_time" if in_time else "overdue"


@cache
def names() -> frozenset[str]:
    """Those that are known of dossiers, or may be."""
    nothing = Dossier("", Offered(), assisted=False, channel=0)
    return frozenset(facts(nothing))
