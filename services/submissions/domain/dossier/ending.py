"""A dossier ends: with its result, handed over or not, withdrawn by its citizen, or stopped.

An end is judged by the due as it stands. Its event carries due and verdict, so that no reader
needs a calendar.
"""

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.domain.dossier.live import Given, live_facts
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.transferring import moving


def record_result(
    dossier: Dossier,
    given: Given,
    *,
    electronic_result: bool | None,
    handling_unit: str,
    decision: events.Decision = events.DECISION_UNSPECIFIED,
    reason_code: str = "",
) -> list[Fact]:
    """The result is there: the dossier ends, early, on time or overdue. A unit that decides what
    another one has takes it over first.
    """
    ready = events.ResultRecorded(
        electronic_result=electronic_result, decision=decision, reason_code=reason_code
    )
    return live_facts(dossier, given, *moving(dossier, handling_unit), ready)


def return_result(
    dossier: Dossier,
    given: Given,
    *,
    delivery_channel: events.Channel = events.CHANNEL_UNSPECIFIED,
) -> list[Fact]:
    """Hand the result over. It was there before, so this ends nothing."""
    returned = events.ResultReturned(
        returning_unit=given.by.unit, delivery_channel=delivery_channel
    )
    return live_facts(dossier, given, returned)


def withdraw(dossier: Dossier, given: Given, *, reason_code: str = "") -> list[Fact]:
    """Take the dossier back for its citizen."""
    return live_facts(dossier, given, events.DossierWithdrawn(reason_code=reason_code))


def stop(dossier: Dossier, given: Given, *, reason_code: str) -> list[Fact]:
    """End the handling without a result."""
    return live_facts(dossier, given, events.DossierStopped(reason_code=reason_code))
