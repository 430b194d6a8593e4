"""`./motcua replay`: another system's case log into Motcua, through the same API as everybody.

Promises that a second replay of the same file adds nothing, and that nothing is sent unless every
case could be read. Must not store the log.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table
from functools import partial
from pathlib import Path

import click

from motcua.catalog.v1 import events_pb2 as facts
from motcua.submissions.v1 import submissions_pb2 as api
from services.console import caselog, mapping, rates, terminal
from services.console.activities import activities, require_activities, require_columns
from services.console.agreement import agreed
from services.console.intake import Taken, backfill, open_catalogue
from services.console.keys import MappingError, all_of, told
from services.console.keys import load as load_mapping
from services.console.mapping import Mapping
from services.console.names import Name, by_id, unit_named
from services.console.outcome import DIFFERENCE, Mistake
from services.console.place import data_option, run, stack
from services.console.plans import CataloguePlan, OfferingPlan, ServicePlan, UnitPlan
from services.console.portal import Portal
from services.console.progress import progress
from services.console.records import record, service_of, unit_of
from services.console.replay_report import Log, add_differing, report


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="A TOML file that says which columns mean what; see docs/mappings.md.",
)
@terminal.json_option
@data_option
def replay(file: Path, mapping_file: Path, as_json: bool, data: Path | None) -> None:
    """Replay a case log (CSV, XES or Excel, one row an event or a case) into the stack."""
    try:
        rules = load_mapping(mapping_file, mapping.parse)
        log = read_log(file, rules)
        records = all_of(partial(record, case, rules) for case in log.cases)
        plan = catalogue(log.cases, rules)
    except MappingError as failed:
        raise Mistake(told(failed)) from None
    refused = []

    async def work() -> None:
        async with stack(data) as described, Portal(described) as portal:
            taken, at = await load(portal, rules.source, plan, records)
            add_differing(taken, log.left_out, rules.source)
            report(taken, log, as_json, await rates.collect(portal, at_least=at))
            refused.append(taken.refused)

    run(work())
    if any(refused):
        raise SystemExit(DIFFERENCE)


def read_log(file: Path, rules: Mapping) -> Log:
    """The log as the mapping reads it; MappingError where they do not fit."""
    cases = caselog.read(file, case_column=rules.log.case, form=rules.log.form)
    require_columns(cases, rules)
    found = activities(cases, rules)
    require_activities(found)
    read, left_out = agreed(cases, rules)
    return Log(read, left_out, found, sum(len(case.rows) for case in cases))


async def load(
    portal: Portal, source: str, plan: CataloguePlan, records: list[api.DossierRecord]
) -> tuple[Taken, dict[str, int]]:
    """Catalogue, then records; what became of them, and the positions that they reached."""
    catalog_position = await open_catalogue(portal, plan)
    with progress("replay", len(records), unit="dossiers") as advance:
        taken = await backfill(
            portal,
            source=source,
            records=records,
            catalog_position=catalog_position,
            advance=advance,
        )
    return taken, {"catalog": catalog_position, "submissions": taken.position}


def catalogue(cases: Iterable[caselog.Case], rules: Mapping) -> CataloguePlan:
    """The units, services and offerings that the cases name, and no other."""
    pairs = sorted(
        {(service_of(case, rules), unit_of(case, rules)) for case in cases},
        key=lambda pair: (pair[0].id, pair[1].id),
    )
    services = by_id((service for service, _ in pairs), "service")
    holders = [rules.root, *(unit for _, unit in pairs), *transferred_to(cases, rules)]
    units = by_id([*holders, *groups_of(cases, rules)], "units")
    return CataloguePlan(
        units=[unit_plan(rules.root, kind="authority"), *below(rules, units.values(), holders)],
        services=[
            ServicePlan(each.id, each.vi, each.en, authority=rules.root.id, steps=steps_of(rules))
            for each in services.values()
        ],
        offerings=[OfferingPlan(service.id, unit.id, service.level) for service, unit in pairs],
        effective=rules.effective,
        reason=rules.reason,
    )


def transferred_to(cases: Iterable[caselog.Case], rules: Mapping) -> list[Name]:
    """The units that steps name."""
    columns = {rule.columns["unit"] for rule in rules.steps if "unit" in rule.columns}
    return named_in(cases, sorted(columns), rules.units.names, rules.root)


def groups_of(cases: Iterable[caselog.Case], rules: Mapping) -> list[Name]:
    """Those that take steps for the units."""
    lookup = rules.groups.lookup
    return named_in(cases, [lookup.column] if lookup.column else [], lookup.names, rules.root)


def named_in(
    cases: Iterable[caselog.Case], columns: Sequence[str], names: Table[str, Name], root: Name
) -> list[Name]:
    """What all values of some columns stand for."""
    values = {row.get(column, "") for case in cases for row in case.rows for column in columns}
    return [unit_named(value, names, root) for value in sorted(values - {""})]


def steps_of(rules: Mapping) -> list[facts.Step]:
    """The steps of every service: codes of tasks, with the activities that they name."""
    titled = (
        (code, facts.Text(vi=activity, en=activity)) for activity, code in rules.tasks.items()
    )
    return [facts.Step(code=code, title=title) for code, title in titled]


def below(rules: Mapping, units: Iterable[Name], holders: Sequence[Name]) -> list[UnitPlan]:
    """The units and groups that the cases name, under the root."""
    root, group = rules.root.id, rules.groups.kind
    kinds = {each.id: rules.unit_kind for each in holders}
    return [
        unit_plan(each, kind=kinds.get(each.id, group), parent=root)
        for each in units
        if each.id != root
    ]


def unit_plan(name: Name, *, kind: str, parent: str = "") -> UnitPlan:
    """A unit as the mapping names it."""
    return UnitPlan(id=name.id, kind=name.kind or kind, vi=name.vi, en=name.en, parent=parent)
