"""Track a dossier by its number and secret: the slip's QR code leads here with the number filled
in.

The secret is typed and posted, and stands in no address; the service limits guessing. Must not say
which of the two was wrong.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from google.protobuf.timestamp_pb2 import Timestamp

from motcua.submissions.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from services import formats
from services.pages import questions
from services.pages.forms import fields
from services.pages.refused import Refused
from services.pages.visit import Page, Visit

TIMES = ("submit_time", "accept_time", "end_time")


async def track(visit: Visit) -> Page:
    """The form, and after it is sent, what the dossier's holder may see."""
    if visit.request.method != "POST":
        return shown(visit, questions.text(visit.parameters, "number"))
    given = await fields(visit.request)
    number, secret = (given.get(name, "").strip()[:100] for name in ("number", "secret"))
    if not (number and secret):
        return shown(visit, number, problem=visit.words("track.both"), status=400)
    request = api.TrackDossierRequest(number=number, secret=secret)
    try:
        found = await visit.client.call(visit.services.dossiers.TrackDossier, request)
    except Refused as refused:
        said = refused.words.get(visit.language) or visit.words(f"status.{refused.status.value}")
        page = shown(visit, number, problem=said, status=refused.status)
        return replace(page, again_in=refused.again_in)
    return shown(visit, number, found=found)


def shown(
    visit: Visit,
    number: str,
    *,
    found: api.TrackDossierResponse | None = None,
    problem: str = "",
    status: int = 200,
) -> Page:
    """The page in each of its states."""
    lines = lines_of(visit, found) if found else []
    values = {"number": number, "problem": problem, "found": found, "lines": lines, "status": ""}
    if found:
        values["status"] = visit.words(f"dossier.{status_name(found.status)}")
    return Page("track.html", visit.words("place.track"), values, status=status, place="track")


def status_name(status: int) -> str:
    """As our words have it."""
    return facts.Status.Name(status).removeprefix("STATUS_").lower()


def lines_of(visit: Visit, found: api.TrackDossierResponse) -> list[tuple[str, str]]:
    """What happened when, and what the citizen is to do."""
    words = visit.words
    lines = [(words("track.number"), found.number)]
    times = [name for name in TIMES if found.HasField(name)]
    lines += [(words(f"track.{name}"), at(visit, getattr(found, name))) for name in times]
    if found.HasField("due"):
        lines.append((words("track.due"), due(visit, found.due)))
    if found.HasField("supplement"):
        asked = found.supplement
        lines.append((words("track.documents"), ", ".join(asked.documents) or asked.reason_code))
        if asked.HasField("answer_until"):
            lines.append((words("track.answer_until"), due(visit, asked.answer_until)))
    if found.HasField("obligation"):
        amount = formats.integer(found.obligation.amount, visit.language)
        lines.append((words("track.to_pay"), f"{amount}{formats.SPACE}₫"))
    return lines


def at(visit: Visit, time: Timestamp) -> str:
    """In local time."""
    return formats.instant(time.ToDatetime(tzinfo=UTC), visit.language)


def due(visit: Visit, until: facts.Due) -> str:
    """An instant, or the whole of a local day."""
    time: datetime = until.time.ToDatetime(tzinfo=UTC)
    if not until.end_of_day:
        return formats.instant(time, visit.language)
    day = (formats.local(time) - timedelta(days=1)).date()
    return visit.words("track.whole_day", day=formats.day(day, visit.language))
