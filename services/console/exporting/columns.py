"""CSV: a line for each unit, service, offering, target, post, calendar or dossier, under a heading
that stays.

Promises columns that are only ever added at the end, and lists in the contract's own JSON, so that
a table can be imported again. Must not leave out what it does not understand.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from google.protobuf import json_format
from google.protobuf.timestamp_pb2 import Timestamp

from motcua.catalog.v1 import catalog_pb2 as api
from motcua.catalog.v1 import events_pb2 as facts
from services.console.instants import LOCAL, from_date, from_timestamp
from services.console.portal.enums import capital, described

Columns = Mapping[str, Callable[[Any], str]]
CAPABILITIES = [each.name for each in facts.Capability.DESCRIPTOR.values[1:]]
STATES = facts.CapabilityState


def last(name: str) -> str:
    """The id of a resource name."""
    return name.rpartition("/")[2]


def short(message: Any, field: str) -> str:
    """An enumerated value without what the names share; empty where it is unspecified."""
    kind, number = message.DESCRIPTOR.fields_by_name[field].enum_type, getattr(message, field)
    return capital(described(kind), number) if number else ""


def truth(message: Any, field: str) -> str:
    """YES, NO, or empty where nobody recorded it."""
    return ("YES" if getattr(message, field) else "NO") if message.HasField(field) else ""


def time(message: Any, field: str) -> str:
    """Local time with its offset; the day alone where the day begins; empty where it is absent."""
    return local(getattr(message, field)) if message.HasField(field) else ""


def local(stamp: Timestamp) -> str:
    """An instant as a table has it."""
    found = from_timestamp(stamp).astimezone(LOCAL)
    begins = found == datetime.combine(found.date(), datetime.min.time(), tzinfo=LOCAL)
    return str(found.date()) if begins else found.isoformat()


def due(message: Any, field: str) -> str:
    """Until when; the last day where that counts to its end; empty where there is none."""
    said = getattr(message, field)
    if not said.HasField("time"):
        return ""
    if not said.end_of_day:
        return from_timestamp(said.time).astimezone(LOCAL).isoformat()
    return str((from_timestamp(said.time) - timedelta.resolution).astimezone(LOCAL).date())


def day(message: Any, field: str) -> str:
    """A calendar day; empty where there is none."""
    return str(from_date(getattr(message, field))) if message.HasField(field) else ""


def share(of: facts.Share) -> str:
    """A share exactly, such as 19/20."""
    return f"{of.numerator}/{of.denominator}"


def later(one: Timestamp, other: Timestamp) -> Timestamp:
    """The later of two instants."""
    return max(one, other, key=lambda stamp: (stamp.seconds, stamp.nanos))


def listed(message: Any, field: str) -> str:
    """A list in the contract's own JSON; empty where it is."""
    if not getattr(message, field):
        return ""
    found = json_format.MessageToDict(message, preserving_proto_field_name=True)[field]
    return json.dumps(found, ensure_ascii=False)


def number(message: Any, field: str) -> str:
    """A number, empty where it is absent."""
    return str(getattr(message, field)) if message.HasField(field) else ""


def assessed(offering: api.Offering, field: str) -> str:
    """What the rule of levels says; empty under a rule that claims no level."""
    claims = offering.assessment.HasField("level")
    return str(getattr(offering.assessment, field)) if claims else ""


def state(offering: api.Offering, capability: str) -> str:
    """What is known of a capability; empty where nobody recorded it."""
    wanted = facts.Capability.Value(capability)
    return next(
        (short(each, "state") for each in offering.capabilities if each.capability == wanted), ""
    )


def of(field: str, told: Callable[[Any, str], str]) -> Callable[[Any], str]:
    """A column that tells one field."""
    return lambda message: told(message, field)


UNITS: Columns = {
    "id": lambda unit: last(unit.name),
    "parent": lambda unit: last(unit.parent),
    "code": lambda unit: unit.code,
    "kind": lambda unit: unit.kind,
    "vi": lambda unit: unit.display_name.vi,
    "en": lambda unit: unit.display_name.en,
    "state": of("state", short),
    "opening_time": of("opening_time", time),
    "ending_time": of("ending_time", time),
    "successors": of("successors", listed),
    "calendar": lambda unit: last(unit.calendar),
}

SERVICES: Columns = {
    "id": lambda service: last(service.name),
    "version": lambda service: str(service.version),
    "state": of("state", short),
    "vi": lambda service: service.display_name.vi,
    "en": lambda service: service.display_name.en,
    "description_vi": lambda service: service.description.vi,
    "description_en": lambda service: service.description.en,
    "field": lambda service: service.field,
    "authority": lambda service: last(service.authority),
    "url": lambda service: service.url,
    **{name: of(name, truth) for name in ("written_result", "eligible_full", "one_stop")},
    **{
        name: of(name, listed)
        for name in (
            "codes", "fees", "legal_bases", "steps", "documents", "processing_times", "forms",
            "payment_channels", "delivery_channels",
        )
    },
    "form_schema": lambda service: service.form_schema,
    "effective_time": of("effective_time", time),
}  # fmt: skip

OFFERINGS: Columns = {
    "service": lambda offering: last(offering.name.partition("/offerings/")[0]),
    "unit": lambda offering: last(offering.unit),
    "state": of("state", short),
    "level_rule": lambda offering: offering.level_rule,
    **{name: of(name, assessed) for name in ("level", "earned", "attainable")},
    "ceiling": of("ceiling", number),
    "ceiling_reason": lambda offering: offering.ceiling_reason,
    "extent": lambda offering: short(offering.assessment, "extent"),
    "designated_extent": of("designated_extent", short),
    "verdict": lambda offering: short(offering.assessment, "verdict"),
    "effective_time": of("effective_time", time),
    "ending_time": of("ending_time", time),
    **{name.removeprefix("CAPABILITY_").lower(): of(name, state) for name in CAPABILITIES},
    "capabilities": of("capabilities", listed),
}

TARGETS: Columns = {
    "id": lambda target: last(target.name),
    "state": of("state", short),
    "indicator": lambda target: target.indicator,
    "vi": lambda target: target.display_name.vi,
    "en": lambda target: target.display_name.en,
    "other": lambda target: target.display_name.other,
    "language": lambda target: target.display_name.language,
    "unit": lambda target: last(target.unit),
    "service": lambda target: last(target.service),
    "channel": of("channel", short),
    "threshold": lambda target: share(target.threshold),
    "by_date": of("by_date", day),
    "legal_basis": lambda target: target.legal_basis,
    "effective_time": of("effective_time", time),
}

OFFICERS: Columns = {
    "unit": lambda post: last(post.unit),
    "officer": lambda post: post.officer,
    "duty": of("duty", short),
}

# Lines of calendars and, below them, of units that work by them.
CALENDARS: Columns = {
    "id": lambda each: last(each.name),
    "vi": lambda each: each.display_name.vi,
    "en": lambda each: each.display_name.en,
    "other": lambda each: each.display_name.other,
    "language": lambda each: each.display_name.language,
    "weeks": of("weeks", listed),
    "days": of("days", listed),
}

DOSSIERS: Columns = {
    "id": lambda dossier: last(dossier.name),
    "number": lambda dossier: dossier.number,
    "source": lambda dossier: dossier.origin.source,
    "source_key": lambda dossier: dossier.origin.key,
    "status": of("status", short),
    "service": lambda dossier: last(dossier.offering.service),
    "service_version": lambda dossier: str(dossier.offering.service_version or ""),
    "field": lambda dossier: dossier.offering.field,
    "level": lambda dossier: number(dossier.offering, "level"),
    "channel": of("channel", short),
    "assisted": lambda dossier: "YES" if dossier.assisted else "NO",
    "portal": lambda dossier: dossier.portal,
    "receiving_unit": lambda dossier: last(dossier.receiving_unit),
    "competent_unit": lambda dossier: last(dossier.offering.unit),
    "handling_unit": lambda dossier: last(dossier.handling_unit),
    "returning_unit": lambda dossier: last(dossier.returning_unit),
    "assignee": lambda dossier: dossier.assignee,
    **{name: of(name, time) for name in ("submit_time", "accept_time", "end_time")},
    "day_only": of("day_only", listed),
    **{name: of(name, due) for name in ("promised", "due", "extended")},
    "no_due": of("no_due", short),
    "verdict": of("verdict", short),
    "decision": of("decision", short),
    "electronic_result": of("electronic_result", truth),
    "working_minutes": of("working_minutes", number),
    **{name: of(name, listed) for name in ("pauses", "payments", "anomalies")},
    "fee_waived": lambda dossier: "YES" if dossier.fee_waived else "NO",
    "rating": lambda dossier: str(dossier.rating or ""),
    "archive_code": lambda dossier: dossier.paper_file.archive_code,
    "root": lambda dossier: last(dossier.root),
    "erased": lambda dossier: "YES" if dossier.erased else "NO",
}

# Cells of a plan, under the names that the tables of its kind have.
PLANNED = (
    "plan", "effective_time", "id", "parent", "code", "kind", "vi", "en", "other", "language",
    "description_vi", "description_en", "description_other", "description_language",
    "field", "authority", "url", "written_result", "eligible_full", "one_stop", "codes", "fees",
    "legal_bases", "steps", "documents", "processing_times", "forms", "payment_channels",
    "delivery_channels", "form_schema", "retention_years", "service", "unit", "level_rule",
    "capabilities", "ceiling", "ceiling_reason", "indicator", "channel", "threshold", "by_date",
    "legal_basis", "officer", "duty", "calendar", "into", "parts", "offerings", "reason",
)  # fmt: skip
PLANS: Columns = {name: of(name, lambda plan, name: str(plan.get(name, ""))) for name in PLANNED}

COLUMNS: Mapping[str, Columns] = {
    "units": UNITS, "services": SERVICES, "offerings": OFFERINGS, "targets": TARGETS,
    "officers": OFFICERS, "calendars": CALENDARS, "plans": PLANS, "dossiers": DOSSIERS,
}  # fmt: skip
# What stands behind them, and is no field of the resource (`beside`).
BESIDE: Mapping[str, tuple[str, ...]] = {
    "units": ("placed_time", "merged_into"),
    "services": ("version_time",),
    "offerings": ("since",),
    "targets": (),
    "officers": ("effective_time",),
    "calendars": ("unit", "effective_time"),
    "plans": (),
    "dossiers": (),
}
# What came later: new columns stand at the end.
ADDED: Mapping[str, Columns] = {
    "units": {
        "other": lambda unit: unit.display_name.other,
        "language": lambda unit: unit.display_name.language,
    },
    "services": {
        "other": lambda service: service.display_name.other,
        "language": lambda service: service.display_name.language,
        "description_other": lambda service: service.description.other,
        "description_language": lambda service: service.description.language,
        "retention_years": of("retention_years", number),
    },
    "offerings": {},
    "targets": {},
    "officers": {},
    "calendars": {},
    "plans": {},
    "dossiers": {
        "archive": lambda dossier: dossier.paper_file.archive,
        "list_code": lambda dossier: dossier.paper_file.list_code,
        "record_code": lambda dossier: dossier.paper_file.record_code,
        "hand_over_time": lambda dossier: time(dossier.paper_file, "hand_over_time"),
    },
}


def heading(kind: str, behind: Iterable[str] = ()) -> list[str]:
    """The names of all columns; `behind`: of those that only some exports have."""
    return [*COLUMNS[kind], *BESIDE[kind], *ADDED[kind], *behind]


def line(kind: str, message: Any, beside: Iterable[str], behind: Iterable[str] = ()) -> list[str]:
    """One resource."""
    resource, added = (
        [told(message) for told in columns[kind].values()] for columns in (COLUMNS, ADDED)
    )
    return [*resource, *beside, *added, *behind]
