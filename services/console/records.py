"""Cases of a log turned into records for BackfillDossiers, as a mapping file says.

Promises a record for every case or a mistake that names case, column and value of each fault. Must
not guess: a value that the mapping does not know stops the replay before anything is sent.
"""

from functools import partial

from motcua.submissions.v1 import submissions_pb2 as api
from services.console.caselog import Case
from services.console.keys import MappingError, all_of
from services.console.mapping import Mapping
from services.console.names import Name, unit_named
from services.console.record_steps import steps
from services.console.record_times import deadline


def record(case: Case, mapping: Mapping) -> api.DossierRecord:
    """One dossier as the other system recorded it."""
    made = api.DossierRecord(key=case.key, correction_reason_code=mapping.correction_reason_code)
    fields = (offering, channel, due, promised, stated_steps)
    try:
        all_of(partial(each, made, case, mapping) for each in fields)
    except MappingError as failed:
        raise MappingError(*(f"case {case.key}: {each}" for each in failed.faults)) from None
    return made


def offering(made: api.DossierRecord, case: Case, mapping: Mapping) -> None:
    unit, service = unit_of(case, mapping), service_of(case, mapping)
    made.offering = f"services/{service.id}/offerings/{unit.id}"


def channel(made: api.DossierRecord, case: Case, mapping: Mapping) -> None:
    made.MergeFrom(api.DossierRecord(channel=channel_of(case, mapping)))


def due(made: api.DossierRecord, case: Case, mapping: Mapping) -> None:
    if until := deadline(case.cell(mapping.due.column), mapping.due, mapping):
        made.due.CopyFrom(until)


def promised(made: api.DossierRecord, case: Case, mapping: Mapping) -> None:
    if until := deadline(case.cell(mapping.promised.column), mapping.promised, mapping):
        made.promised.CopyFrom(until)


def stated_steps(made: api.DossierRecord, case: Case, mapping: Mapping) -> None:
    made.steps.extend(steps(case, mapping))


def unit_of(case: Case, mapping: Mapping) -> Name:
    """The unit that the case's column names; the root where it is empty. An unlisted value is a
    unit, too.
    """
    value = case.value(mapping.units.column)
    return unit_named(value, mapping.units.names, mapping.root) if value else mapping.root


def service_of(case: Case, mapping: Mapping) -> Name:
    """The service that the case's column names; the constant one where it is empty, or where there
    is no column.
    """
    lookup = mapping.services
    cell = case.cell(lookup.column)
    found = lookup.names.get(cell.text) if cell.text else lookup.constant
    if found is None:
        raise MappingError(f"{cell}, which [service.values] does not list")
    return found


def channel_of(case: Case, mapping: Mapping) -> str:
    """The constant one, or by the column's value; an empty cell is a channel that nobody recorded,
    whatever other values mean.
    """
    rule = mapping.channel
    cell = case.cell(rule.column)
    if rule.constant or not cell.text:
        return rule.constant or "CHANNEL_UNKNOWN"
    found = rule.values.get(cell.text) or rule.otherwise
    if not found:
        raise MappingError(f"{cell}; list it in [channel], or state `otherwise`")
    return found
