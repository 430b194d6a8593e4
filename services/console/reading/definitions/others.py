"""The facts of items that are no dossiers: ratings, petitions, tickets, counts, standards.

Written from the contracts and what ListFacts says of the facts. None: not known.
"""

from datetime import datetime

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.reading.definitions import dossier as of_dossier
from services.console.reading.definitions.dossier import CHANNELS, Shown
from services.console.reading.definitions.expressions import Facts
from services.console.reading.folding.dossier_fold import Dossier
from services.console.reading.folding.petition_fold import Petition
from services.console.reading.folding.stated_offering import stated
from services.console.reading.folding.ticket_fold import Ticket

VERDICTS = {
    submissions.VERDICT_EARLY: "early",
    submissions.VERDICT_ON_TIME: "on_time",
    submissions.VERDICT_OVERDUE: "overdue",
    submissions.VERDICT_NO_DUE: "no_due",
}
MINUTE = 60  # seconds
# What is decided of every dossier; a count says none of it, and has no time of day.
DECIDED = (
    "voided", "ended_without_acceptance", "accepted_without_time", "accepted_in_future",
    "ended_without_time", "ended_in_future", "ended_before_accepted", "fee_waived",
)  # fmt: skip


def rating(dossier: Dossier) -> Facts:
    """Of the rating of a dossier."""
    return {"voided": dossier.voided, "value": dossier.rating.value if dossier.rating else None}


def rating_shown(dossier: Dossier) -> Shown | None:
    """When it was rated first, and whose handling that was."""
    found = dossier.rating
    return Shown(found.first, found.unit) if found else None


def petition(found: Petition) -> Facts:
    """Of a petition."""
    term = found.terms.get("refusal_term" if found.refused else "answer_term")
    return {
        "voided": found.voided,
        "merged": found.merged,
        "withdrawn": found.withdrawn,
        "settlement_term": term,
        "first_request_term": found.terms.get("first_request_term"),
        "publication_term": found.terms.get("publication_term"),
        "answered_at": found.times.get("answered"),
        "refused_at": found.times.get("refused"),
        "first_request_at": found.times.get("first_request"),
        "published_at": found.times.get("published"),
    }


def petition_shown(found: Petition, key: str) -> Shown | None:
    """By one of its terms."""
    at = petition(found).get(key)
    return Shown(at, found.holder) if isinstance(at, datetime) else None


def ticket(found: Ticket) -> Facts:
    """Of a ticket."""
    minutes = None if found.waited is None else found.waited // MINUTE
    return {"voided": found.voided, "no_show": found.no_show, "waiting_minutes": minutes}


def counted(said: submissions.CountRecorded) -> Facts:
    """Of each of the dossiers or ratings that a count counts."""
    named = ("assisted", "level", "written_result", "electronic_result", "rating")
    known = {name: getattr(said, name) for name in named if said.HasField(name)}
    nothing = dict.fromkeys((*of_dossier.names(), "value"))
    common = {
        "channel": CHANNELS.get(said.channel),
        "verdict": VERDICTS.get(said.verdict),
        "value": known.get("rating"),
        "day_only": True,
    }
    return nothing | dict.fromkeys(DECIDED, False) | known | common


def standard(said: submissions.StandardRecorded) -> Facts:
    """Of a service standard."""
    fields = {
        "volume": "volume", "met": "met", "target_n": "target_numerator",
        "target_d": "target_denominator",
    }  # fmt: skip
    known = {name: stated(said, field) for name, field in fields.items()}
    return {"voided": False, **known}


NAMES: dict[str, frozenset[str]] = {
    "rating": frozenset({"voided", "value"}),
    "petition": frozenset(petition(Petition("", ""))),
    "ticket": frozenset({"voided", "no_show", "waiting_minutes"}),
    "standard": frozenset(standard(submissions.StandardRecorded())),
    "act": frozenset(
        {
            "voided", "ended_without_acceptance", "accepted_without_time", "accepted_in_future",
            "channel", "level", "all_online",
        }
    ),
}  # fmt: skip
