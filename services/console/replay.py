"""`./motcua replay`: another system's case log into Motcua, through the same API as everybody.

Promises that a second replay of the same file adds nothing, and that nothing is sent unless every
case could be read. Must not store the log.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from motcua.submissions.v1 import submissions_pb2 as api
from services.console import caselog, mapping, rates, tables
from services.console.intake import (
    CataloguePlan,
    OfferingPlan,
    ServicePlan,
    Taken,
    UnitPlan,
    backfill,
    open_catalogue,
)
from services.console.keys import MappingError
from services.console.mapping import Mapping, Name
from services.console.outcome import DIFFERENCE, Mistake, language
from services.console.place import data_option, run, stack
from services.console.portal import Portal
from services.console.progress import progress
from services.console.records import record, require_columns, service_of, unit_of

SHOWN = 20


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--mapping",
    "mapping_file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    required=True,
    help="A TOML file that says which columns mean what; see docs/mappings.md.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
@data_option
def replay(file: Path, mapping_file: Path, as_json: bool, data: Path | None) -> None:
    """Replay a case log (CSV or XES, one row an event) into the stack."""
    try:
        rules = mapping.read(mapping_file)
        cases = caselog.read(file, case_column=rules.log.case, form=rules.log.form)
        require_columns(cases, rules)
        records = [record(case, rules) for case in cases]
    except MappingError as failed:
        raise Mistake(str(failed)) from None
    plan = catalogue(cases, rules)
    refused = []

    async def work() -> None:
        async with stack(data) as described, Portal(described) as portal:
            taken, at = await load(portal, rules.source, plan, records)
            report(taken, len(cases), as_json, await rates.collect(portal, at_least=at))
            refused.append(taken.refused)

    run(work())
    if any(refused):
        raise SystemExit(DIFFERENCE)


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
    services = {service.id: service for service, _ in pairs}
    units = by_id(unit for _, unit in pairs if unit.id != rules.root.id)
    return CataloguePlan(
        units=[unit_plan(rules.root, kind="authority"), *below(rules, units.values())],
        services=[
            ServicePlan(each.id, each.vi, each.en, authority=rules.root.id)
            for each in services.values()
        ],
        offerings=[OfferingPlan(service.id, unit.id, service.level) for service, unit in pairs],
        effective=rules.effective,
        reason=rules.reason,
    )


def by_id(units: Iterable[Name]) -> dict[str, Name]:
    """Units by their ids: two that share one would be counted as one, and nobody would see it."""
    found: dict[str, Name] = {}
    for unit in units:
        other = found.setdefault(unit.id, unit)
        if other != unit:
            raise Mistake(
                f"{other.vi!r} and {unit.vi!r} would both be units/{unit.id}: "
                "give them ids in [units.values]"
            )
    return found


def below(rules: Mapping, units: Iterable[Name]) -> list[UnitPlan]:
    """The units that the cases name, under the root."""
    return [unit_plan(each, kind=rules.unit_kind, parent=rules.root.id) for each in units]


def unit_plan(name: Name, *, kind: str, parent: str = "") -> UnitPlan:
    """A unit as the mapping names it."""
    return UnitPlan(id=name.id, kind=name.kind or kind, vi=name.vi, en=name.en, parent=parent)


def report(taken: Taken, cases: int, as_json: bool, found: list[rates.Listed]) -> None:
    """What became of the cases, then the rates."""
    if as_json:
        tables.print_document(
            {
                "replay": document(taken, cases),
                "rates": rates.rate_documents(found),
                "totals": rates.total_documents(found),
            }
        )
        return
    click.echo(
        f"{cases:,} cases: {taken.added:,} added, {taken.updated:,} updated, "
        f"{taken.known:,} known before, {taken.refused:,} refused"
    )
    for name, count in sorted(taken.anomalies.items()):
        click.echo(f"  {count:,} with the anomaly {name}")
    for each in taken.refusals[:SHOWN]:
        text = each.message_vi if language() == "vi" else each.message_en
        click.echo(f"  refused {each.key}: {text} [{each.reason}] {each.field}", err=True)
    rates.show(found, "month", False)


def document(taken: Taken, cases: int) -> dict[str, Any]:
    """The same for programs."""
    refusals = [
        {"key": each.key, "reason": each.reason, "field": each.field, "message": each.message_en}
        for each in taken.refusals
    ]
    return {
        "cases": cases,
        "added": taken.added,
        "updated": taken.updated,
        "known": taken.known,
        "refused": taken.refused,
        "anomalies": dict(sorted(taken.anomalies.items())),
        "refusals": refusals,
    }
