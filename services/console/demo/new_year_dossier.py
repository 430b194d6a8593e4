"""One dossier of the demo's old one-stop office that went across Tết, to be explained day by day.

It was promised for the tenth working day and waited for a document over the holidays: its due moved
by the working time of the wait. The days off are those of the calendar that the catalogue holds.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import submissions_pb2 as api
from services.console.demo.city_catalogue import DECIDE, EXAMINE, FEES, RECEIVE, RETURN, officers
from services.console.importing.plans import CalendarPlan, CataloguePlan, OfferingPlan
from services.console.instants import LOCAL, from_date, to_timestamp

KEY = "tet"
NEW_YEAR = "Lunar New Year"  # as the library of holidays calls its first day in English
WORKING_DAYS = 10
CLOSES = time(17)
# What happened, in days from the first of the new year, with the time of day.
ACCEPTED, ASKED, ANSWERED, ENDED = (-8, "09:10"), (-5, "15:00"), (8, "09:30"), (16, "10:00")


def across_new_year(plan: CataloguePlan, month: date) -> api.DossierRecord:
    """The record, of the last Tết that was over some weeks before the month."""
    if plan.calendar is None:
        raise ValueError("the plan has no calendar")
    first = new_year_before(plan.calendar, month)
    offering = next(each for each in plan.offerings if takes_ten_days(plan, each))
    officer = officers(offering.unit)[0]

    def step(when: tuple[int, str], **said: object) -> api.Step:
        return api.Step(time=to_timestamp(on(first, when)), officer=officer, **said)  # type: ignore[arg-type]

    accepted = on(first, ACCEPTED)
    due = datetime.combine(
        promised(plan.calendar, accepted.astimezone(LOCAL).date()), CLOSES, LOCAL
    )
    paid = api.RecordedPayment(
        payment="BL-1", purpose="PAYMENT_PURPOSE_FEE", amount=FEES["ho-tich"], online=True
    )
    return api.DossierRecord(
        key=KEY,
        offering=f"services/{offering.service}/offerings/{offering.unit}",
        channel="CHANNEL_ONLINE",
        promised=api.Deadline(time=to_timestamp(due)),
        steps=[
            step(ACCEPTED, status="STATUS_SUBMITTED"),
            step(ACCEPTED, status="STATUS_ACCEPTED", task=RECEIVE),
            step(ACCEPTED, payment=paid),
            step(
                ASKED,
                status="STATUS_SUPPLEMENT_REQUESTED",
                reason_code="document-missing",
                documents=["can-cuoc"],
                task=EXAMINE,
            ),
            step(ANSWERED, status="STATUS_PROCESSING", task=EXAMINE),
            step(ENDED, status="STATUS_RESULT_READY", decision="DECISION_POSITIVE", task=DECIDE),
            step(ENDED, status="STATUS_RESULT_RETURNED", task=RETURN),
            step(ENDED, rating=api.Rating(value=5)),
        ],
    )


def takes_ten_days(plan: CataloguePlan, offering: OfferingPlan) -> bool:
    """Whether the offering's service has a processing time of ten working days."""
    service = next(each for each in plan.services if each.id == offering.service)
    return [each.amount for each in service.processing_times] == [WORKING_DAYS]


def new_year_before(calendar: CalendarPlan, month: date) -> date:
    """The first day of the last lunar year that began two months before or earlier."""
    days = special_days(calendar)
    found = [on for on, day in days.items() if day.name.en == NEW_YEAR]
    return max(on for on in found if on + timedelta(days=60) <= month)


def special_days(calendar: CalendarPlan) -> dict[date, catalog.SpecialDay]:
    """Of all versions, by date."""
    return {from_date(day.date): day for version in calendar.versions for day in version.days}


def promised(calendar: CalendarPlan, accepted: date) -> date:
    """The tenth working day after that of the acceptance, as the old office counted it by hand."""
    special = special_days(calendar)
    worked = [day for day in after(accepted) if is_worked(day, special.get(day))]
    return worked[WORKING_DAYS - 1]


def after(day: date) -> Iterable[date]:
    """The days of two months."""
    return (day + timedelta(days=n) for n in range(1, 60))


def is_worked(day: date, special: catalog.SpecialDay | None) -> bool:
    """From Monday to Friday, but for what is special."""
    if special is None:
        return day.isoweekday() < 6
    return special.kind == catalog.DAY_KIND_SWAPPED_WORKING


def on(first: date, when: tuple[int, str]) -> datetime:
    """So many days from the first, at a time of day."""
    days, clock = when
    day = first + timedelta(days=days)
    return datetime.combine(day, time.fromisoformat(clock), LOCAL).astimezone(UTC)
