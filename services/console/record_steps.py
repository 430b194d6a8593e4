"""The steps of a case as a record has them: statuses, and what else was done.

A rule reads one row or each of its activity, or a column of the case. A value that is no amount or
no rating stops the replay with the case, the column and the value, each one of a row.
"""

import itertools
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from motcua.submissions.v1 import submissions_pb2 as api
from services.console.activities import takes
from services.console.caselog import Case, Cell
from services.console.instants import from_date, local_midnight, to_date, to_timestamp
from services.console.keys import MappingError, all_of
from services.console.mapping import Mapping
from services.console.names import unit_named
from services.console.record_times import day_of, deadline, instant, stated
from services.console.step_rules import EACH, LAST, StepRule
from services.console.time_rules import DateRule
from services.console.xes import Row

AMOUNT = re.compile(r"[0-9]+|[0-9]{1,3}([., ][0-9]{3})+")


def steps(case: Case, mapping: Mapping) -> Iterator[api.Step]:
    """In the order of the rules; those of neighbours that read each row by their times."""
    read = all_of(partial(steps_of, case, rule, mapping) for rule in mapping.steps)
    pairs = zip(mapping.steps, read, strict=True)
    for each_row, group in itertools.groupby(pairs, key=lambda pair: pair[0].which == EACH):
        found = [made for _, steps_made in group for made in steps_made]
        yield from sorted(found, key=moment) if each_row else found


def moment(made: api.Step) -> tuple[int, int]:
    """Seconds and nanoseconds; a day begins at its local midnight."""
    if made.WhichOneof("when") == "date":
        return to_timestamp(local_midnight(from_date(made.date))).seconds, 0
    return made.time.seconds, made.time.nanos


def steps_of(case: Case, rule: StepRule, mapping: Mapping) -> list[api.Step]:
    """Those of a rule; none where the case did not take it."""
    return all_of(
        partial(step, Source(case, row, cell.place), cell, rule, mapping)
        for row, cell in taken(case, rule, mapping)
    )


class Source:
    """Where a step's values stand: in its row, or in the case where no row tells of the step."""

    def __init__(self, case: Case, row: Row, place: str) -> None:
        self.case, self.row, self.place = case, row, place

    def cell(self, column: str) -> Cell:
        """Of the row, or of the case; empty where nothing stands there."""
        if not column:
            return Cell("", "")
        if self.row:
            return Cell(self.row.get(column, ""), column, self.place)
        return self.case.cell(column)


def step(source: Source, cell: Cell, rule: StepRule, mapping: Mapping) -> api.Step:
    """One step."""
    made = api.Step(
        status=rule.status or None,
        officer=officer_of(source, rule, mapping),
        unit=unit_of(source.cell(rule.columns.get("unit", "")), mapping),
        acting_unit=group_of(source, mapping),
        task=rule.task,
        reason_code=rule.reason_code,
        electronic_result=rule.electronic_result,
        decision=rule.chosen.get("decision"),
        delivery_channel=rule.chosen.get("delivery_channel"),
    )
    state = FACTS.get(rule.fact, status)
    all_of((partial(when, made, cell, rule, mapping), partial(state, made, source, rule, mapping)))
    return made


def when(made: api.Step, cell: Cell, rule: StepRule, mapping: Mapping) -> None:
    """The step's time, or only its day."""
    found = stated(cell, rule.times)
    if rule.day:
        made.date.CopyFrom(to_date(day_of(found, mapping)))
    else:
        made.time.CopyFrom(to_timestamp(instant(found, mapping)))


def status(made: api.Step, source: Source, rule: StepRule, _: Mapping) -> None:
    stated_amount = source.cell(rule.columns.get("amount", ""))
    made.amount = amount(stated_amount) if stated_amount.text else 0


def officer_of(source: Source, rule: StepRule, mapping: Mapping) -> str:
    """Of the row that tells of the step; of the case, where no row does."""
    return (source.cell(rule.officer) if rule.officer else source.case.cell(mapping.officer)).text


def unit_of(cell: Cell, mapping: Mapping) -> str:
    """The unit that the step names; empty: it names none."""
    if not cell.text:
        return ""
    return f"units/{unit_named(cell.text, mapping.units.names, mapping.root).id}"


def group_of(source: Source, mapping: Mapping) -> str:
    """The group that took the step; empty: nobody but the unit that has the dossier."""
    rule = mapping.groups.lookup
    text = source.row.get(rule.column, "") if rule.column else ""
    return f"units/{unit_named(text, rule.names, mapping.root).id}" if text else ""


def taken(case: Case, rule: StepRule, mapping: Mapping) -> list[tuple[Row, Cell]]:
    """The rows that tell of the step (none where the case does), with the cells of their times."""
    if rule.column:
        cell = case.cell(rule.column)
        return [(Row(), cell)] if cell.text else []
    rows = [pair for pair in case.placed() if takes(rule, pair[0], mapping)]
    cells = all_of(partial(time_of, row, place, mapping) for row, place in rows)
    found = [(row, cell) for (row, _), cell in zip(rows, cells, strict=True)]
    if rule.which == EACH:
        return found
    times = all_of(partial(stated, cell, rule.times) for cell in cells)
    moments = [instant(each, mapping) for each in times]
    order = sorted(range(len(found)), key=moments.__getitem__)
    return [found[order[-1 if rule.which == LAST else 0]]] if order else []


def time_of(row: Row, place: str, mapping: Mapping) -> Cell:
    """When the row's activity happened."""
    found = Cell(row.get(mapping.log.time, ""), mapping.log.time, place)
    if not found.text:
        where, activity = f"{place}: " if place else "", row[mapping.log.activity]
        raise MappingError(f"{where}an event {activity!r} has no time: {found.column!r} is missing")
    return found


def assignment(made: api.Step, source: Source, rule: StepRule, _: Mapping) -> None:
    made.assignment.assignee = required(source, rule, "assignee").text


def transfer(made: api.Step, source: Source, rule: StepRule, _: Mapping) -> None:
    required(source, rule, "unit")
    made.transfer.SetInParent()


def extension(made: api.Step, source: Source, rule: StepRule, mapping: Mapping) -> None:
    cell = required(source, rule, "extended")
    until = deadline(cell, DateRule(cell.column, rule.day, rule.times), mapping)
    made.extension.extended.CopyFrom(until or api.Deadline())


def payment(made: api.Step, source: Source, rule: StepRule, _: Mapping) -> None:
    name, paid = named_amount(source, rule)
    made.payment.CopyFrom(
        api.RecordedPayment(
            payment=name,
            purpose=rule.chosen.get("purpose", "PAYMENT_PURPOSE_FEE"),
            online=rule.online,
            amount=paid,
            provider=source.cell(rule.columns.get("provider", "")).text,
            provider_reference=source.cell(rule.columns.get("provider_reference", "")).text,
        )
    )


def named_amount(source: Source, rule: StepRule) -> tuple[str, int]:
    """The payment's name and its amount."""
    reads: list[Callable[[], Any]] = [
        lambda: required(source, rule, "payment").text,
        lambda: amount(required(source, rule, "amount")),
    ]
    name, paid = all_of(reads)
    return name, paid


def refund(made: api.Step, source: Source, rule: StepRule, _: Mapping) -> None:
    name, paid = named_amount(source, rule)
    made.refund.CopyFrom(
        api.RecordedRefund(
            payment=name,
            amount=paid,
            provider_reference=source.cell(rule.columns.get("provider_reference", "")).text,
        )
    )


def waiver(made: api.Step, _source: Source, _rule: StepRule, _mapping: Mapping) -> None:
    made.waiver.SetInParent()


def obligation_waiver(made: api.Step, _source: Source, _rule: StepRule, _mapping: Mapping) -> None:
    made.obligation_waiver.SetInParent()


def rating(made: api.Step, source: Source, rule: StepRule, _: Mapping) -> None:
    cell = required(source, rule, "value")
    if cell.text not in {"1", "2", "3", "4", "5"}:
        raise MappingError(f"{cell}, which is not a rating: 1 to 5")
    made.rating.value = int(cell.text)


def archiving(made: api.Step, source: Source, rule: StepRule, _: Mapping) -> None:
    made.archiving.archive_code = required(source, rule, "archive_code").text


def handover(made: api.Step, source: Source, rule: StepRule, _: Mapping) -> None:
    made.handover.archive = required(source, rule, "archive").text
    for name in ("list_code", "record_code", "archive_code"):
        setattr(made.handover, name, source.cell(rule.columns.get(name, "")).text)


FACTS: dict[str, Callable[[api.Step, Source, StepRule, Mapping], None]] = {
    "assignment": assignment,
    "transfer": transfer,
    "extension": extension,
    "payment": payment,
    "refund": refund,
    "waiver": waiver,
    "obligation_waiver": obligation_waiver,
    "rating": rating,
    "archiving": archiving,
    "handover": handover,
}


def required(source: Source, rule: StepRule, key: str) -> Cell:
    """What the step cannot be without."""
    cell = source.cell(rule.columns[key])
    if not cell.text:
        raise MappingError(f"{cell}: step {rule.number} needs its {key} there")
    return cell


def amount(cell: Cell) -> int:
    """In đồng: digits, in groups of three or not."""
    if not AMOUNT.fullmatch(cell.text):
        raise MappingError(f"{cell}, which is not an amount in đồng")
    return int(re.sub("[., ]", "", cell.text))
