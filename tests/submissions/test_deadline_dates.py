"""The dates that a dossier's facts carry: at acceptance, after each pause, at the end.

Holds them through the commands of the domain, with calendars that are revised meanwhile.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from motcua.catalog.v1 import events_pb2 as catalog
from motcua.submissions.v1 import events_pb2 as events
from motcua.submissions.v1.submissions_pb2 import Statement
from services.chassis.decider import Fact
from services.submissions.domain.authority import Accountable
from services.submissions.domain.deadlines.calendars import Calendars
from services.submissions.domain.deadlines.measures import CalendarMeasures
from services.submissions.domain.deadlines.terms import Duration
from services.submissions.domain.dossier import correcting, ending, filing, handling
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.dossier.live import Given
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.moments import Moment
from services.submissions.domain.offerings import Offering, ProcessingTime, Span, Version
from tests.dates import on
from tests.submissions import deadline_tables as tables
from tests.submissions.test_deadlines_by_hand import reminder, written

NAME, BIRTH = "calendars/vn", "services/birth/offerings/ward"
SHIFT, RESTART, SUBTRACT = tables.POLICIES.values()
HOUR, WORKING_DAY, DAY, MONTH = tables.UNITS.values()
BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
FOUR_DAYS = ProcessingTime(0, Duration(4, WORKING_DAY), SHIFT, policy_recorded=False)
ONLINE = ProcessingTime(1, Duration(8, HOUR), RESTART, policy_recorded=True)
MONDAY, DESK = "Mon 2026-03-02 09:00", events.CHANNEL_IN_PERSON


class Case:
    """A dossier of the ward, from command to command; calendars as known at each."""

    def __init__(self, *times: ProcessingTime, calendar: str = NAME) -> None:
        self.calendars = Calendars()
        self.learn("office")
        version = Version(BEGIN, 1, None, None, None, times=times)
        spans = (Span(BEGIN, open=True, level=4),)
        self.offering = Offering(BIRTH, "services/birth", "units/ward", spans, (version,))
        self.calendar = calendar
        self.dossier = Dossier()

    def learn(self, *names: str) -> None:
        """The revisions of calendars of the tables, each as the next version."""
        for name in names:
            for each in tables.revisions(name):
                self.calendars.learn({(NAME, each.version): (each.version * 10, each)})

    def given(self, at: str) -> Given:
        measures = CalendarMeasures(self.calendars)
        return Given(tables.at(at), 1, Accountable("an", "units/ward"), measures=measures)

    def add(self, facts: list[Fact]) -> events.DeadlineFacts:
        """Take facts in; the dates as they are then."""
        self.dossier = DOSSIERS.fold(self.dossier, facts)
        return self.dossier.deadline or events.DeadlineFacts()

    def accept(
        self, at: str, *, channel: events.Channel = DESK, stated: events.Due | None = None
    ) -> events.DeadlineFacts:
        submitted = filing.submit(
            name="dossiers/1", number="1", receiving_unit="units/ward", offering=self.offering,
            channel=channel, assisted=False, root="", portal="", at=tables.at(at),
            catalog_position=1,
        )  # fmt: skip
        self.add(submitted)
        return self.add(
            filing.accept(
                self.dossier, self.given(at), offering=self.offering, due=stated,
                calendar=self.calendars.known(self.calendar), handling_unit="units/ward",
            )
        )  # fmt: skip

    def request(self, at: str) -> None:
        given = self.given(at)
        self.add(handling.request_supplement(self.dossier, given, reason_code="lacking"))

    def wait(self, since: str, until: str) -> events.DeadlineFacts:
        self.request(since)
        return self.add(handling.answer_supplement(self.dossier, self.given(until)))

    def correct(self, at: str, version: int, instead: Statement) -> events.DossierCorrected:
        facts = correcting.correct(
            self.dossier, self.given(at), version=version, instead=instead,
            about=lambda _: events.OfferingFacts(), reason_code="mistaken",
        )  # fmt: skip
        self.add(facts)
        message = facts[0].message
        assert isinstance(message, events.DossierCorrected)
        return message

    def end(self, at: str) -> events.ResultRecorded:
        facts = ending.record_result(
            self.dossier, self.given(at), electronic_result=None, handling_unit="units/ward"
        )
        self.add(facts)
        message = facts[-1].message
        assert isinstance(message, events.ResultRecorded)
        return message


def test_an_acceptance_carries_all_that_its_dates_were_computed_from() -> None:
    dates = Case(FOUR_DAYS, ONLINE).accept("Sun 2026-03-01 20:00")
    assert written(dates.promised) == written(dates.due) == "Fri 2026-03-06 17:00"
    assert (dates.duration.amount, dates.duration.unit) == (4, WORKING_DAY)
    assert (dates.policy, dates.policy_recorded) == (SHIFT, False)
    assert (dates.calendar, dates.calendar_version) == (NAME, 1)
    assert dates.start_time.ToDatetime(tzinfo=UTC) == tables.at("Mon 2026-03-02 07:30")
    assert reminder(dates.remind_time.ToDatetime(tzinfo=UTC)) == "Thu 2026-03-05 07:30"
    assert not dates.HasField("computed")


@pytest.mark.parametrize(
    ("channel", "due"),
    [
        (events.CHANNEL_ONLINE, "Tue 2026-03-03 09:00"),
        (events.CHANNEL_IN_PERSON, "Fri 2026-03-06 17:00"),
        (events.CHANNEL_UNKNOWN, "Fri 2026-03-06 17:00"),
    ],
)
def test_the_channels_own_row_counts_before_the_one_for_any(
    channel: events.Channel, due: str
) -> None:
    assert written(Case(FOUR_DAYS, ONLINE).accept(MONDAY, channel=channel).due) == due


def test_a_stated_due_stays_and_the_computed_one_stands_beside_it() -> None:
    stated = events.Due(time=tables.at("Tue 2026-03-10 17:00"))
    dates = Case(FOUR_DAYS).accept(MONDAY, stated=stated)
    assert dates.promised == dates.due == stated
    assert written(dates.computed) == "Fri 2026-03-06 17:00"
    assert reminder(dates.remind_time.ToDatetime(tzinfo=UTC)) == "Mon 2026-03-09 07:30"


@pytest.mark.parametrize(
    ("times", "calendar"), [((), NAME), ((FOUR_DAYS,), ""), ((FOUR_DAYS,), "calendars/unknown")]
)
def test_without_a_duration_or_a_calendar_there_is_no_due_but_a_stated_one(
    times: tuple[ProcessingTime, ...], calendar: str
) -> None:
    dates = Case(*times, calendar=calendar).accept(MONDAY)
    assert not dates.HasField("promised")
    assert not dates.HasField("due")
    assert dates.HasField("duration") == bool(times)
    assert dates.calendar == (NAME if calendar == NAME else "")
    stated = events.Due(time=tables.at("Tue 2026-03-10 17:00"))
    known = Case(*times, calendar=calendar).accept(MONDAY, stated=stated)
    assert known.promised == known.due == stated
    assert not known.HasField("computed")


def test_a_pause_moves_the_due_and_the_extended_date_and_never_the_promised_one() -> None:
    case = Case(FOUR_DAYS)
    case.accept(MONDAY)
    extended = events.Due(time=tables.at("Tue 2026-03-10 17:00"))
    case.add(
        handling.extend_due(
            case.dossier, case.given("Mon 2026-03-02 10:00"), extended=extended, reason_code="late"
        )
    )
    dates = case.wait("Tue 2026-03-03 16:00", "Wed 2026-03-04 08:30")
    assert written(dates.promised) == "Fri 2026-03-06 17:00"
    assert written(dates.due) == "Mon 2026-03-09 09:30"
    assert written(dates.extended) == "Wed 2026-03-11 09:30"
    assert reminder(dates.remind_time.ToDatetime(tzinfo=UTC)) == "Fri 2026-03-06 07:30"
    assert [each.working_minutes for each in case.dossier.pauses] == [120]


def test_a_pause_after_the_due_moves_only_the_extended_date() -> None:
    case = Case(FOUR_DAYS)
    case.accept(MONDAY)
    extended = events.Due(time=tables.at("Tue 2026-03-10 17:00"))
    given = case.given("Fri 2026-03-06 16:00")
    facts = handling.extend_due(case.dossier, given, extended=extended, reason_code="late")
    case.add(facts)
    dates = case.wait("Mon 2026-03-09 08:00", "Mon 2026-03-09 10:00")
    assert written(dates.due) == "Fri 2026-03-06 17:00"
    assert written(dates.extended) == "Wed 2026-03-11 09:30"


def test_a_restart_begins_again_and_takes_nothing_back_of_an_extension() -> None:
    case = Case(FOUR_DAYS._replace(policy=RESTART, policy_recorded=True))
    case.accept(MONDAY)
    extended = events.Due(time=tables.at("Fri 2026-03-20 17:00"))
    given = case.given("Mon 2026-03-02 10:00")
    facts = handling.extend_due(case.dossier, given, extended=extended, reason_code="late")
    case.add(facts)
    dates = case.wait("Tue 2026-03-03 09:00", "Wed 2026-03-04 18:00")
    assert written(dates.due) == "Wed 2026-03-11 17:00"
    assert dates.start_time.ToDatetime(tzinfo=UTC) == tables.at("Thu 2026-03-05 07:30")
    assert dates.extended == extended


def test_what_is_announced_late_moves_no_date_and_measures_the_next_pause() -> None:
    """That 2 January is off is published on the 5th; the answer of the 6th knows it."""
    case = Case(FOUR_DAYS)
    case.calendars = Calendars()
    case.calendars.learn({(NAME, 1): (10, flat())})
    before = case.accept("Wed 2025-12-31 09:00")
    assert written(before.due) == "Tue 2026-01-06 17:00"  # 1, 2, 5, 6 January, all worked
    closed = flat(version=2, days=[catalog.SpecialDay(date=on("2026-01-02"), kind=1)])
    case.calendars.learn({(NAME, 2): (20, closed)})
    after = case.wait("Thu 2026-01-01 16:00", "Tue 2026-01-06 08:30")
    assert written(after.promised) == "Tue 2026-01-06 17:00"
    # 1 h on the 1st, none on the 2nd, 8 on the 5th, 1 on the 6th.
    assert written(after.due) == "Thu 2026-01-08 09:30"
    assert (before.calendar_version, after.calendar_version) == (1, 2)


def flat(**said: object) -> catalog.CalendarRevised:
    """A calendar without any holiday."""
    usual = {
        "calendar": NAME,
        "version": 1,
        "week": tables.usual("Mon-Fri 07:30-11:30 13:00-17:00"),
    }
    return catalog.CalendarRevised(**{**usual, **said})  # type: ignore[arg-type]


def test_an_end_carries_its_working_minutes_less_pauses() -> None:
    case = Case(FOUR_DAYS)
    case.accept(MONDAY)
    case.wait("Tue 2026-03-03 16:00", "Wed 2026-03-04 08:30")
    ended = case.end("Wed 2026-03-04 11:30")
    # 6.5 h on Monday, 8 on Tuesday, 4 on Wednesday, less 2.
    assert (ended.working_minutes, ended.minutes_calendar_version) == (16 * 60 + 30, 1)
    assert ended.verdict == events.VERDICT_EARLY
    assert written(ended.due) == "Mon 2026-03-09 09:30"


def test_an_end_that_is_corrected_is_measured_by_the_calendar_that_was_known_at_it() -> None:
    """That 3 March was off is published once the dossier has ended: by that it took 2 hours."""
    case = Case(FOUR_DAYS)
    case.calendars = Calendars()
    case.calendars.learn({(NAME, 1): (10, flat())})
    case.accept("Tue 2026-03-03 09:00")
    ended = case.end("Wed 2026-03-04 09:30")
    assert (ended.working_minutes, ended.minutes_calendar_version) == (8 * 60 + 30, 1)
    closed = flat(version=2, days=[catalog.SpecialDay(date=on("2026-03-03"), kind=1)])
    case.calendars.learn({(NAME, 2): (20, closed)})
    said = case.correct("Thu 2026-03-05 09:00", 3, Statement(electronic_result=True))
    restated = said.instead.result_recorded
    assert (restated.working_minutes, restated.minutes_calendar_version) == (8 * 60 + 30, 1)
    assert (said.facts.working_minutes, said.facts.minutes_calendar_version) == (8 * 60 + 30, 1)


def test_without_a_calendar_an_end_has_no_working_minutes() -> None:
    case = Case(FOUR_DAYS, calendar="")
    case.accept(MONDAY)
    case.wait("Tue 2026-03-03 16:00", "Wed 2026-03-04 08:30")
    ended = case.end("Wed 2026-03-04 11:30")
    assert not ended.HasField("working_minutes")
    assert ended.minutes_calendar_version == 0
    assert ended.verdict == events.VERDICT_NO_DUE
    assert not case.dossier.pauses[0].HasField("working_minutes")


def test_where_a_time_of_day_is_not_known_there_are_no_working_minutes() -> None:
    measures = CalendarMeasures(Case().calendars)
    dates = events.DeadlineFacts(calendar=NAME, calendar_version=1)
    times = tables.at("Mon 2026-03-02 00:00"), tables.at("Wed 2026-03-04 00:00")
    for days in ((False, False), (True, False), (False, True)):
        ends = [Moment(at, day_only) for at, day_only in zip(times, days, strict=True)]
        assert (measures.minutes(dates, *ends, []) is None) == any(days)


def test_a_deadline_beyond_20_years_refuses_the_acceptance() -> None:
    far = FOUR_DAYS._replace(duration=Duration(10_000, WORKING_DAY))
    with pytest.raises(Exception, match="DEADLINE_TOO_FAR"):
        Case(far).accept(MONDAY)


def test_calendars_are_known_by_position_and_by_version() -> None:
    calendars = Calendars()
    for each in (flat(), flat(version=2, days=[catalog.SpecialDay(date=on("2026-01-02"), kind=1)])):
        calendars.learn({(NAME, each.version): (each.version * 10, each)})
    friday = datetime(2026, 1, 2, tzinfo=UTC).toordinal()
    assert calendars.known(NAME, 9) is None
    known = [calendars.known(NAME, at) for at in (10, 19, 20, None)]
    assert [(each.version, bool(each.hours(friday))) for each in known if each] == [
        (1, True),
        (1, True),
        (2, False),
        (2, False),
    ]
    corrected = flat(version=2, days=[catalog.SpecialDay(date=on("2026-01-05"), kind=1)])
    calendars.learn({(NAME, 2): (20, corrected)})
    again = calendars.version(NAME, 2)
    assert again is not None
    assert again.hours(friday)
    assert calendars.version(NAME, 3) is None
