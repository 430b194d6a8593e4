"""What the demo shows of single dossiers: what was done live, and personal data opened once.

Everything is read as an officer or an inspector would read it.
"""

from motcua.submissions.v1 import dossier_queries_pb2 as queries
from motcua.submissions.v1.submissions_pb2 import DossierRecord, ExplainDeadlineRequest
from services.console import terminal
from services.console.demo.city import City
from services.console.demo.courses import Lived
from services.console.demo.new_year_dossier import KEY
from services.console.demo.office import Office
from services.console.display import deadlines
from services.console.outcome import Difference, language
from services.console.portal.client import Portal
from services.console.portal.lists import PAGE, listed
from services.formats import several

PURPOSE = "demo: check the applicant"


def report(lived: Lived, dossiers: int) -> None:
    """How many commands, how fast, and of which kind."""
    worked = lived.worked
    pace = worked.commands / max(worked.seconds, 1e-9)
    terminal.say(
        f"Live: {several(dossiers, 'dossier')} in {several(worked.commands, 'command')}, each "
        f"acknowledged when it was on disk: {pace:,.0f} commands a second"
    )
    if lived.steps:
        done = ", ".join(f"{name} {count:,}" for name, count in lived.steps.most_common())
        terminal.say(f"  {done}")


async def explain_one(portal: Portal, made: City) -> None:
    """The deadline of the dossier that went across Tết: each day, counted or not and why."""
    record = next(each for each in made.records if each.key == KEY)
    name = await name_of(portal, made.source, record)
    vi = language() == "vi"
    heading = "Một thời hạn qua Tết, từng ngày" if vi else "One deadline across Tết, day by day"
    terminal.say(f"\n{heading}: {name}")
    request = ExplainDeadlineRequest(name=name, computed=True)
    deadlines.show(await deadlines.explain(portal, request))


async def name_of(portal: Portal, source: str, record: DossierRecord) -> str:
    """What a record is called since it was taken in, among the dossiers of its service."""
    service, unit = record.offering.split("/offerings/")
    request = queries.ListDossiersRequest(unit=f"units/{unit}", service=service, page_size=PAGE)
    async for each in listed(portal, portal.dossier_queries.ListDossiers, request, "dossiers"):
        if (each.origin.source, each.origin.key) == (source, record.key):
            found: str = each.name
            return found
    raise Difference(f"the record {record.key} of {source} is not among the dossiers of {service}")


async def open_one(portal: Portal, lived: Lived) -> None:
    """Who applied for one of them, for a purpose that is recorded first; the name is not shown."""
    for dossier, own in lived.dossiers:
        if not dossier.voided and dossier.handling_unit == f"units/{own.unit}":
            office = Office(portal, (), catalog_position=0)
            opened = await office.open(dossier, own, PURPOSE)
            terminal.say(
                f"Personal data of {dossier.number} opened once by {own.id} ({PURPOSE}): "
                f"{len(opened.applicant.full_name.split())} words of a name, "
                f"{len(opened.form):,} bytes of form; the facts hold none of it"
            )
            return
