"""Random days at the counters: the service's own code against a sheet of paper.

No ticket is at two counters, none is called out of order, and each ends once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
)

from motcua.submissions.v1 import ticket_events_pb2 as events
from services.submissions.domain.moments import local_day
from tests.submissions.ticket_office import CLASSES, Row, Sheet, TicketOffice, refusal

GROUPS = st.sampled_from(["", "A", "B"])
COUNTERS = st.sampled_from(["1", "2", "3"])
SOME_GROUPS = st.sampled_from([(), ("A",), ("B", ""), ("A", "B")])


class Counters(RuleBasedStateMachine):
    """One unit, three counters, a few days."""

    def __init__(self) -> None:
        super().__init__()
        self.office, self.sheet = TicketOffice(), Sheet()

    @property
    def today(self) -> Any:
        return local_day(self.office.now)

    @rule(seconds=st.sampled_from([0, 1, 59, 300, 3600]))
    def time_goes_on(self, seconds: int) -> None:
        self.office.now += timedelta(seconds=seconds)
        self._close()

    @rule()
    def night_comes(self) -> None:
        self.office.now += timedelta(hours=16)
        self._close()

    @rule(group=GROUPS, of=st.sampled_from(["", *CLASSES]))
    def take(self, group: str, of: str) -> None:
        name = self.office.take(group, of)
        rank = CLASSES.index(of) if of else len(CLASSES)
        number = self.sheet.number(group, self.today)
        self.sheet.rows[name] = Row(number, group, rank, self.office.now, self.today)
        assert self.office.tickets[name].number == number

    @rule(of=st.text(min_size=1, max_size=3))
    def take_of_no_class(self, of: str) -> None:
        assert refusal(self.office.take, "A", of) == "PRIORITY_CLASS_UNKNOWN"

    @rule(counter=COUNTERS, groups=SOME_GROUPS)
    def call_next(self, counter: str, groups: tuple[str, ...]) -> None:
        if self.sheet.holder(counter, self.today):
            assert refusal(self.office.call_next, counter, groups) == "COUNTER_BUSY"
            return
        expected = self.sheet.next(counter, groups, self.today)
        assert self.office.call_next(counter, groups) == expected
        if expected:
            row = self.sheet.rows[expected]
            row.state, row.counter = "called", counter
            row.first_call = row.first_call or self.office.now
            row.last_call = self.office.now

    @rule(data=st.data())
    def recall(self, data: Any) -> None:
        if name := self._any(data):
            row = self.sheet.rows[name]
            assert refusal(self.office.do, "recall", name) == self._expected(row, "called")
            if row.state == "called":
                row.last_call = self.office.now

    @rule(data=st.data(), counter=st.sampled_from(["", "1", "2", "3"]), group=GROUPS)
    def move(self, data: Any, counter: str, group: str) -> None:
        if not (name := self._any(data)):
            return
        row, to = self.sheet.rows[name], {"to_counter": counter, "to_group": group}
        expected = self._expected(row, "waiting", "called")
        target = (counter, group or row.group)
        nowhere = not (counter or group) or target == (row.counter, row.group)
        if not expected and nowhere:
            expected = "MOVE_TO_NOWHERE"
        assert refusal(self.office.do, "move", name, **to) == expected
        if not expected:
            if row.state == "called":
                row.at_counters += self.office.now - row.last_call  # type: ignore[operator]
            row.state, row.counter, row.group = "waiting", counter, group or row.group

    @rule(data=st.data(), how=st.sampled_from(["serve", "record_no_show"]))
    def end(self, data: Any, how: str) -> None:
        if not (name := self._any(data)):
            return
        row = self.sheet.rows[name]
        expected = self._expected(row, "called")
        assert refusal(self.office.do, how, name) == expected
        if not expected:
            if how == "serve":
                row.at_counters += self.office.now - row.last_call  # type: ignore[operator]
            row.state = "ended"
            self._compare(name, self.office.said[-1])

    @rule(data=st.data())
    def void(self, data: Any) -> None:
        if name := self._any(data):
            row = self.sheet.rows[name]
            expected = "TICKET_VOIDED" if row.state == "voided" else ""
            assert refusal(self.office.do, "void", name, reason_code="x") == expected
            row.state = "voided"

    @invariant()
    def each_counter_has_one_ticket_and_each_number_is_given_once(self) -> None:
        open_ = [row for row in self.sheet.rows.values() if row.state == "called"]
        assert len({(row.day, row.counter) for row in open_}) == len(open_)
        given = [(t.day, t.number) for t in self.office.tickets.values()]
        assert len(set(given)) == len(given)
        turns = [(t.day, t.turn) for t in self.office.tickets.values()]
        assert len(set(turns)) == len(turns)

    def teardown(self) -> None:
        """Each ticket ends once, or was voided."""
        self.office.now += timedelta(days=1)
        self._close()
        ends = [
            each.ticket
            for each in self.office.said
            if isinstance(each, events.TicketServed | events.TicketNotServed)
        ]
        assert len(set(ends)) == len(ends)
        voided = {each.ticket for each in self.office.said if isinstance(each, events.TicketVoided)}
        assert set(self.office.tickets) == set(ends) | voided

    def _any(self, data: Any) -> str | None:
        names = list(self.sheet.rows)
        return data.draw(st.sampled_from(names)) if names else None

    def _expected(self, row: Row, *states: str) -> str:
        if row.state == "voided":
            return "TICKET_VOIDED"
        if row.state == "ended":
            return "TICKET_ENDED"
        return "" if row.state in states else "TICKET_NOT_CALLED"

    def _compare(self, name: str, said: Any) -> None:
        row = self.sheet.rows[name]
        assert said.first_call_time.ToDatetime(tzinfo=row.taken.tzinfo) == row.first_call
        assert said.waiting_seconds == (row.first_call - row.taken).total_seconds()  # type: ignore[operator]
        assert said.serving_seconds == row.at_counters.total_seconds()

    def _close(self) -> None:
        before = len(self.office.said)
        self.office.close()
        ended = {each.ticket: each for each in self.office.said[before:]}
        over = {
            name
            for name, row in self.sheet.rows.items()
            if row.state in {"waiting", "called"} and row.day < self.today
        }
        assert set(ended) == over
        for name, said in ended.items():
            row = self.sheet.rows[name]
            assert said.HasField("first_call_time") == (row.first_call is not None)
            assert said.serving_seconds == row.at_counters.total_seconds()
            row.state = "ended"


TestCounters = Counters.TestCase
TestCounters.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
