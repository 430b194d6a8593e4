"""The [[step]] rules of a mapping file: when a dossier reached a status, or what else was done.

A rule reads a column of the case, or rows of an activity. Example: `fact = "payment"`, `amount =
"so_tien"` reads a payment from each row of its activity.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import dataclass, field, replace
from typing import Any

from motcua.submissions.v1 import events_pb2 as submissions
from services.console.conditions import Wanted, wanted
from services.console.keys import MappingError, refuse_others, take
from services.console.text import alike
from services.console.time_rules import times
from services.console.times import TimeFormat

STATUSES = {name.removeprefix("STATUS_").lower(): name for name in submissions.Status.keys()[1:]}
FIRST, LAST, EACH = "first", "last", "each"
# What a step can be beside a status, with the columns that it needs, and those that it may have.
FACTS = {
    "assignment": (("assignee",), ()),
    "transfer": (("unit",), ()),
    "extension": (("extended",), ()),
    "payment": (("payment", "amount"), ("provider", "provider_reference")),
    "refund": (("payment", "amount"), ("provider_reference",)),
    "waiver": ((), ()),
    "obligation_waiver": ((), ()),
    "rating": (("value",), ()),
    "archiving": (("archive_code",), ()),
    "handover": (("archive",), ("list_code", "record_code", "archive_code")),
}
COLUMNS = (
    "assignee", "unit", "extended", "payment", "amount", "provider", "provider_reference", "value",
    "archive_code", "archive", "list_code", "record_code",
)  # fmt: skip
CHOICES = {
    "purpose": submissions.PaymentPurpose,
    "decision": submissions.Decision,
    "delivery_channel": submissions.Channel,
}
STEP = (
    "status", "fact", "column", "activity", "tasks", "when", "which", "day", "required", "officer",
    "task", "reason_code", "electronic_result", "online", "time_format", *COLUMNS, *CHOICES,
)  # fmt: skip


@dataclass(frozen=True)
class StepRule:
    """When a case reached a status, or something else was done: the time in a column, or that of an
    activity, of rows with what `when` says in other columns.
    """

    number: int  # in the mapping, from 1
    status: str
    fact: str  # one of FACTS; empty: a status
    column: str
    activity: str
    when: Table[str, Wanted]
    required: bool
    which: str
    day: bool  # only the local day is known
    officer: str
    task: str
    reason_code: str
    electronic_result: bool | None
    online: bool
    times: TimeFormat
    columns: Table[str, str] = field(default_factory=dict)  # of what else it states
    chosen: Table[str, str] = field(default_factory=dict)  # values of the contract


def steps(tables: list[Any], log: Table[str, Any], tasks: Table[str, str]) -> tuple[StepRule, ...]:
    """Every [[step]], in its order; one of `tasks` stands for each activity that no other names."""
    rules = [step(each, log, number) for number, each in enumerate(tables, 1)]
    named = {alike(rule.activity) for rule in rules if rule.activity}
    return tuple(found for rule in rules for found in each_task(rule, tasks, named))


def each_task(rule: StepRule, tasks: Table[str, str], named: set[str]) -> Iterator[StepRule]:
    """The rule with the task of its activity; one that names no activity, for each that is left."""
    if rule.activity or rule.column:
        yield replace(rule, task=rule.task or tasks.get(rule.activity, ""))
        return
    left = {activity: code for activity, code in tasks.items() if alike(activity) not in named}
    if not left:
        raise MappingError(f"step {rule.number}.tasks: [tasks] has no activity for it")
    for activity, code in left.items():
        yield replace(rule, activity=activity, task=code)


def step(table: Any, log: Table[str, Any], number: int) -> StepRule:
    """One [[step]]."""
    where = f"step {number}"
    refuse_others(table, where, *STEP)
    status, fact = of_kind(table, where)
    which = take(table, "which", str, FIRST)
    if which not in {FIRST, LAST, EACH}:
        raise MappingError(f"{where}.which must be first, last or each")
    require_place(table, where)
    return StepRule(
        number=number,
        status=status,
        fact=fact,
        column=take(table, "column", str, ""),
        activity=take(table, "activity", str, ""),
        when=when(take(table, "when", dict, {}), f"{where}.when"),
        required=take(table, "required", bool, False),
        which=which,
        day=take(table, "day", bool, False),
        officer=take(table, "officer", str, ""),
        task=take(table, "task", str, ""),
        reason_code=take(table, "reason_code", str, ""),
        electronic_result=take(table, "electronic_result", bool, where=where)
        if "electronic_result" in table
        else None,
        online=take(table, "online", bool, False),
        times=times(table, log, where),
        columns=columns(table, fact, where),
        chosen={key: choice(table, key, where) for key in CHOICES if key in table},
    )


def of_kind(table: Table[str, Any], where: str) -> tuple[str, str]:
    """The status, or the fact, that the step states."""
    status, fact = take(table, "status", str, ""), take(table, "fact", str, "")
    if (status or not fact) and status not in STATUSES:
        raise MappingError(f"{where}.status must be one of {', '.join(STATUSES)}")
    if fact and (status or fact not in FACTS):
        raise MappingError(f"{where}.fact must be one of {', '.join(FACTS)}, without a status")
    return STATUSES.get(status, ""), fact


def require_place(table: Table[str, Any], where: str) -> None:
    """A column, an activity, or all tasks: one of them says when."""
    named = [key for key in ("column", "activity") if take(table, key, str, "")]
    if len(named) + take(table, "tasks", bool, False) != 1:
        raise MappingError(
            f"{where} needs column, or activity with which = first, last or each, or tasks = true"
        )
    if "column" in named:
        for key in {"when", "which"} & table.keys():
            raise MappingError(f"{where}.{key} is for an activity: it says which of its rows count")


def columns(table: Table[str, Any], fact: str, where: str) -> dict[str, str]:
    """The columns in which a fact's values stand; a status may say a unit and an amount."""
    needed, possible = FACTS[fact] if fact else ((), ("unit", "amount"))
    found = {key: take(table, key, str, where=where) for key in COLUMNS if key in table}
    for key in needed:
        if not found.get(key):
            raise MappingError(f"{where}.{key} is missing: the column of the {fact}'s {key}")
    for key in found.keys() - {*needed, *possible, "unit"}:
        raise MappingError(f"{where}.{key} is not for this step")
    return found


def choice(table: Table[str, Any], key: str, where: str) -> str:
    """A value of the contract by its short name, such as `fee`."""
    names = CHOICES[key].keys()
    shared = names[0].removesuffix("UNSPECIFIED")
    wanted_name = f"{shared}{take(table, key, str, where=where).upper()}"
    if wanted_name not in names[1:]:
        known = ", ".join(name.removeprefix(shared).lower() for name in names[1:])
        raise MappingError(f"{where}.{key} must be one of {known}")
    return wanted_name


def when(table: Table[str, Any], where: str) -> dict[str, Wanted]:
    """What counts of each column."""
    return {column: wanted(value, f"{where}.{column}") for column, value in table.items()}
