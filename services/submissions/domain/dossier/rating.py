"""The citizen rates how the dossier was handled.

Possible once it is closed in whichever way; the value may be changed for some days after the first
rating, and the last one counts.
"""

from datetime import timedelta

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.authority import Actor
from services.submissions.domain.dossier.live import Given, live_facts
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import live_time, require_allowed


def rate(dossier: Dossier, given: Given, *, value: int, changeable: timedelta) -> list[Fact]:
    """Rate it with 1 to 5; nothing where that is its value already."""
    require_value(value, field="value")
    require_allowed(dossier, events.DossierRated)
    if dossier.rating and dossier.rating.value == value:
        return []
    until = dossier.rating and dossier.rating.first_rated + changeable
    if until and live_time(dossier, given.clock) >= until:
        values = {"days": str(changeable.days)}
        raise Refusal(DossierReason.RATING_FINAL, field="value", values=values)
    return live_facts(dossier, given, events.DossierRated(value=value))


def require_no_officer(by: Actor, dossier: Dossier) -> None:
    """Refuse an officer of the dossier's units: number and secret may be those that his own desk
    gave out. Who is a portal there, too, rates as that.
    """
    if not by.files_at(dossier.receiving_unit) and any(map(by.reaches_now, dossier.units)):
        raise Refusal(DossierReason.RATING_NOT_YOURS)


def require_value(value: int, *, field: str) -> None:
    """Refuse what is no rating."""
    if not 1 <= value <= 5:
        raise Refusal(DossierReason.RATING_INVALID, field=field)
