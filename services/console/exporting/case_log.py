"""Dossiers as a case log in CSV: a line for each step, which `motcua_dossiers.toml` imports again.

Promises the steps that hold, as corrections left them, and the dates as they stand: whoever imports
them counts the same. Must not hold personal data, nor a code that no record can state.
"""

import csv
import io
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console.display.dossier_facts import event_of, status_after
from services.console.display.progress import Advance
from services.console.exporting.columns import DOSSIERS, due, last, listed, short, truth
from services.console.exporting.dossiers import Wanted, effective, histories
from services.console.instants import LOCAL, from_timestamp
from services.console.portal.catalogue import When
from services.console.portal.client import Portal
from services.console.portal.enums import code
from services.formulas import escaped_row

Row = dict[str, str]
# A time that no service takes for one: it was not known here either.
NOT_KNOWN = datetime(1, 1, 1, tzinfo=UTC).isoformat()
# What is said of a dossier, and so alike in all of its lines.
OF_DOSSIER: Mapping[str, Callable[[Any], str]] = {
    "id": DOSSIERS["id"],
    **{name: DOSSIERS[name] for name in ("number", "source", "source_key", "service")},
    "unit": DOSSIERS["competent_unit"],
    **{name: DOSSIERS[name] for name in ("receiving_unit", "channel", "assisted")},
    **{name: DOSSIERS[name] for name in ("promised", "due", "root")},
}
HANDLING_UNIT = "handling_unit"  # at its acceptance; it may have gone on since
# What is said of a step; the names are the contract's.
OF_STEP = (
    "step", "time", "to_unit", "acting_unit", "officer", "task", "reason_code", "documents",
    "electronic_result", "decision", "delivery_channel", "amount", "assignee", "extended",
    "payment", "purpose", "online", "provider", "provider_reference", "rating", "archive",
    "list_code", "record_code", "archive_code",
)  # fmt: skip
COLUMNS = (*OF_DOSSIER, HANDLING_UNIT, *OF_STEP)
# Facts that are no status; a waived obligation is one of its own.
ACTIONS = {
    "DossierAssigned": "assignment",
    "DossierTransferred": "transfer",
    "DueExtended": "extension",
    "PaymentRecorded": "payment",
    "PaymentRefunded": "refund",
    "FeeWaived": "waiver",
    "DossierRated": "rating",
    "DossierArchived": "archiving",
    "PaperFileHandedOver": "handover",
}
# Texts of events that a record states as they are.
TEXTS = (
    "officer", "task", "reason_code", "assignee", "payment", "provider", "provider_reference",
    "archive", "list_code", "record_code", "archive_code",
)  # fmt: skip
CODES = ("decision", "delivery_channel", "purpose")
OBLIGATION_WAIVER = "obligation_waiver"


async def lines(portal: Portal, _: When, wanted: Wanted, advance: Advance) -> AsyncIterator[str]:
    """The heading, then the steps of each dossier, some lines at a time."""
    yield written([list(COLUMNS)])
    async for page in histories(portal, wanted):
        for history, _person in page:
            found = [escaped_row([row.get(name, "") for name in COLUMNS]) for row in rows(history)]
            yield written(found)
            advance(1)


def written(found: list[list[str]]) -> str:
    """Lines of CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(found)
    return text.getvalue()


def rows(history: queries.DossierHistory) -> Iterator[Row]:
    """A dossier's steps in the order in which they were recorded."""
    held = [(fact, event) for fact in history.facts if (event := holding(fact)) is not None]
    shared = of_dossier(history.dossier, [event for _, event in held])
    for fact, event in held:
        if step := step_of(fact.event, event):
            yield {**shared, **of_step(fact, event), "step": step}


def holding(fact: queries.DossierFact) -> Any:
    """The event as it holds; None: it holds no more, or is no step."""
    found = effective(fact)
    return event_of(found) if found is not None else None


def of_dossier(dossier: Dossier, events: list[Any]) -> Row:
    """The cells of all of its lines; what it belonged to when it was accepted counts."""
    found = {name: told(dossier) for name, told in OF_DOSSIER.items()}
    accepted = next((each for each in events if isinstance(each, facts.DossierAccepted)), None)
    if accepted is not None:
        found[HANDLING_UNIT] = last(accepted.handling_unit)
        found["unit"] = last(accepted.offering.unit)
    if found["root"] == found["id"]:
        found["root"] = ""
    return found


def step_of(name: str, event: Any) -> str:
    """The status that it led to, in the words of a mapping, or what else was done; empty: nothing
    that a record states, such as a link.
    """
    if getattr(event, "waived", False):
        return OBLIGATION_WAIVER
    if status := status_after(name, event):
        return code(facts.Status, status)
    return ACTIONS.get(name, "")


def of_step(fact: queries.DossierFact, event: Any) -> Row:
    """The cells of a step, with whatever its event has of them."""
    has = event.DESCRIPTOR.fields_by_name
    found = {name: getattr(event, name) for name in TEXTS if name in has}
    found |= {name: short(event, name) for name in CODES if name in has}
    if "amount" in has and event.amount:
        found["amount"] = str(event.amount)
    if "electronic_result" in has:
        found["electronic_result"] = truth(event, "electronic_result")
    if "documents" in has:
        found["documents"] = listed(event, "documents")
    found |= OWN.get(type(event).__name__, lambda _: {})(event)
    return {**found, **taken_by(event), "time": time_of(fact, event)}


# What only one kind of event has, or calls otherwise than a record does.
OWN: Mapping[str, Callable[[Any], Row]] = {
    "DossierRated": lambda event: {"rating": str(event.value)},
    "DossierTransferred": lambda event: {"to_unit": last(event.to_unit)},
    "DueExtended": lambda event: {"extended": due(event.deadline, "extended")},
    "PaymentRecorded": lambda event: {"online": "YES" if event.online else "NO"},
}


def taken_by(event: Any) -> Row:
    """Who took the step, where that is another unit than the one that has the dossier."""
    returned = isinstance(event, facts.ResultReturned)
    unit = event.returning_unit if returned else getattr(event, "unit", "")
    has = getattr(event, "handling_unit", "")
    return {"acting_unit": last(unit)} if unit != has else {}


def time_of(fact: queries.DossierFact, event: Any) -> str:
    """The instant; the day alone where no more is known."""
    if not event.time_known:
        return NOT_KNOWN
    corrected = fact.effective if fact.effective.HasField("time") else fact
    at = from_timestamp(corrected.time).astimezone(LOCAL)
    return str(at.date()) if event.day_only else at.isoformat()
