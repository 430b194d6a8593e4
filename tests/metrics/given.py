"""Events as the two streams carry them, with everything that a test does not care about filled in.

Promises gapless positions and ids that follow from small numbers. Must not reach a database.
"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1.events_pb2 import (
    Anomaly,
    Channel,
    DeadlineFacts,
    DossierAccepted,
    DossierSubmitted,
    Due,
    OfferingFacts,
    ResultRecorded,
    ResultReturned,
    Verdict,
)
from services.chassis.log import Recorded
from services.metrics.domain.facts import Facts, evolve
from services.metrics.domain.seen import Seen
from tests.metrics.shipped import find

ONLINE = Channel.CHANNEL_ONLINE
IN_PERSON = Channel.CHANNEL_IN_PERSON
UNKNOWN = Channel.CHANNEL_UNKNOWN
# 2 March 2026, 10:00 in Hanoi.
AT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
RECORDED = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
CITY, DISTRICT, WARD, OTHER = "units/city", "units/district", "units/ward", "units/other"
BIRTH, LAND = "services/birth", "services/land"
ONLINE_HANDLING, COVERAGE_L3L4 = find("online_handling"), find("coverage.l3l4")


def dossier(number: int) -> str:
    """The resource name of the dossier with this number."""
    return f"dossiers/{UUID(int=number)}"


def offering(
    service: str = BIRTH, unit: str = WARD, *, level: int | None = 3, **more: Any
) -> OfferingFacts:
    """What the catalogue said; level None: no history."""
    named = {"service": service, "unit": unit, "service_version": 1}
    return OfferingFacts(offering=f"{service}/offerings/{unit[6:]}", level=level, **named, **more)


def submitted(number: int = 1, *, catalog_position: int = 0, **options: Any) -> DossierSubmitted:
    """A dossier came in."""
    assisted = options.pop("assisted", False)
    channel = options.pop("channel", ONLINE)
    return DossierSubmitted(
        dossier=dossier(number),
        catalog_position=catalog_position,
        receiving_unit=WARD,
        channel=channel,
        assisted=assisted,
        offering=offering(**options),
        root=dossier(number),
        time_known=True,
    )


def accepted(
    number: int = 1,
    *,
    channel: Channel = ONLINE,
    assisted: bool = False,
    anomalies: tuple[Anomaly, ...] = (),
    time_known: bool = True,
    day_only: bool = False,
    catalog_position: int = 0,
    deadline: DeadlineFacts | None = None,
    **options: Any,
) -> DossierAccepted:
    """It was accepted."""
    return DossierAccepted(
        dossier=dossier(number),
        catalog_position=catalog_position,
        offering=offering(**options),
        channel=channel,
        assisted=assisted,
        handling_unit=WARD,
        anomalies=anomalies,
        time_known=time_known,
        day_only=day_only,
        deadline=deadline,
    )


def deadline(*, computed: bool, at: datetime | None = None, **more: Any) -> DeadlineFacts:
    """The dates of an acceptance: computed by the service, or stated, nothing with them."""
    facts = DeadlineFacts(due=Due(time=timestamp(at or AT + timedelta(days=5))), **more)
    facts.promised.CopyFrom(facts.due)
    if computed:
        facts.start_time.CopyFrom(timestamp(AT))
    return facts


def ended(
    number: int = 1,
    *,
    verdict: Verdict = Verdict.VERDICT_ON_TIME,
    unit: str = WARD,
    anomalies: tuple[Anomaly, ...] = (),
    time_known: bool = True,
    catalog_position: int = 0,
    **more: Any,
) -> ResultRecorded:
    """Its result is ready."""
    return ResultRecorded(
        dossier=dossier(number),
        catalog_position=catalog_position,
        handling_unit=unit,
        verdict=verdict,
        anomalies=anomalies,
        time_known=time_known,
        **more,
    )


def returned(number: int = 1, *, ends: bool = False, unit: str = WARD) -> ResultReturned:
    """Its result was handed over."""
    return ResultReturned(
        dossier=dossier(number),
        ends=ends,
        handling_unit=unit if ends else "",
        verdict=Verdict.VERDICT_EARLY if ends else Verdict.VERDICT_UNSPECIFIED,
        time_known=True,
    )


def facts_of(*events: Any, at: datetime = AT, recorded_at: datetime = RECORDED) -> Facts:
    """The facts after these events: a day lies between two of them, unless one brings its time."""
    facts = Facts(str(UUID(int=1)))
    for n, event in enumerate(events):
        message, moment = event if isinstance(event, tuple) else (event, at + timedelta(days=n))
        facts = evolve(facts, Seen(message, n + 1, moment, recorded_at))
    return facts


def recorded(position: int, message: Message, at: datetime = AT, *, version: int = 2) -> Recorded:
    """An event as a projector hands it over."""
    stream = getattr(message, "dossier", "") or "any"
    return Recorded(
        position=position,
        stream=stream,
        version=version,
        event_id=UUID(int=position),
        command_id=UUID(int=position),
        n=0,
        fingerprint=b"",
        type=message.DESCRIPTOR.full_name,
        subject="motcua.test",
        occurred_at=at,
        recorded_at=RECORDED + timedelta(seconds=position),
        actor="test",
        traceparent="",
        payload=message.SerializeToString(),
    )


def stream_of(message: Any) -> str:
    """The stream in which the catalogue keeps a fact."""
    for name in ("target", "offering", "service", "unit"):
        if name in message.DESCRIPTOR.fields_by_name:
            return str(getattr(message, name))
    return "any"


def timestamp(moment: datetime) -> Timestamp:
    """As protobuf has it."""
    message = Timestamp()
    message.FromDatetime(moment)
    return message


def unit_opened(unit: str, parent: str = "", *, since: datetime = AT) -> catalog.UnitOpened:
    """A unit."""
    return catalog.UnitOpened(unit=unit, parent=parent, effective_time=timestamp(since))


def moved(unit: str, parent: str, since: datetime) -> catalog.UnitMoved:
    """It lies below another parent from then on."""
    return catalog.UnitMoved(unit=unit, parent=parent, effective_time=timestamp(since))


def unit_closed(unit: str, since: datetime) -> catalog.UnitClosed:
    """It ceases to exist."""
    return catalog.UnitClosed(unit=unit, effective_time=timestamp(since))


def unit_withdrawn(unit: str, version: int) -> catalog.UnitChangeWithdrawn:
    """A planned change of a unit will not take place."""
    return catalog.UnitChangeWithdrawn(unit=unit, version=version, reason="not decided")


def published(
    service: str = BIRTH, authority: str = CITY, *, since: datetime = AT, version: int = 1
) -> catalog.ServicePublished:
    """A version of a service, in force from then on."""
    return catalog.ServicePublished(
        service=service,
        version=version,
        effective_time=timestamp(since),
        content=catalog.ServiceContent(authority=authority),
    )


def opened(
    service: str = BIRTH, unit: str = WARD, *, since: datetime = AT
) -> catalog.OfferingOpened:
    """A unit begins to offer a service."""
    name = f"{service}/offerings/{unit[6:]}"
    return catalog.OfferingOpened(
        offering=name, service=service, unit=unit, effective_time=timestamp(since)
    )


def closed(
    service: str = BIRTH, unit: str = WARD, *, since: datetime = AT
) -> catalog.OfferingClosed:
    """A unit no longer offers a service."""
    name = f"{service}/offerings/{unit[6:]}"
    return catalog.OfferingClosed(
        offering=name, service=service, unit=unit, effective_time=timestamp(since)
    )


def withdrawn(
    service: str = BIRTH, unit: str = WARD, *, version: int
) -> catalog.OfferingChangeWithdrawn:
    """A fact of an offering is left out."""
    name = f"{service}/offerings/{unit[6:]}"
    return catalog.OfferingChangeWithdrawn(offering=name, version=version, reason="not decided")


def version_withdrawn(service: str = BIRTH, version: int = 2) -> catalog.ServiceVersionWithdrawn:
    """A version that never comes into force."""
    return catalog.ServiceVersionWithdrawn(service=service, version=version, reason="not decided")


def retired(service: str = BIRTH, *, since: datetime = AT) -> catalog.ServiceRetired:
    """A service is offered by nobody from then on."""
    return catalog.ServiceRetired(service=service, effective_time=timestamp(since))


def assessed(
    service: str = BIRTH,
    unit: str = WARD,
    *spans: tuple[Any, ...],
    since: datetime | None = None,
) -> catalog.OfferingAssessed:
    """Spans that replace everything from `since`, or from the first of them, on. Each is a tuple:
    (from when, earned, attainable, level): open; (from when, None): open, and its rule claims no
    level; (from when,): closed.
    """
    return catalog.OfferingAssessed(
        offering=f"{service}/offerings/{unit[6:]}",
        service=service,
        unit=unit,
        replaces_from=timestamp(since or spans[0][0]),
        spans=[span(*each) for each in spans],
    )


def span(since: datetime, *levels: int | None) -> catalog.OfferingSpan:
    """What an offering is from an instant on."""
    made = catalog.OfferingSpan(effective_time=timestamp(since), open=bool(levels))
    if None not in levels and levels:
        made.earned, made.attainable, made.level = levels
        made.level_rule = "vn.levels@1"
    elif levels:
        made.level_rule, made.verdict = "six_points@1", catalog.VERDICT_FULLY_ONLINE
    return made


TREE = (
    unit_opened(CITY),
    unit_opened(DISTRICT, CITY),
    unit_opened(WARD, DISTRICT),
    unit_opened(OTHER, CITY),
)
