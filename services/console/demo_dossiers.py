"""What the demo shows of single dossiers: what was done live, and personal data opened once.

Everything is read as an officer or an inspector would read it.
"""

from services.console import terminal
from services.console.live import Office
from services.console.lives import Lived
from services.console.portal import Portal

PURPOSE = "demo: check the applicant"


def report(lived: Lived, dossiers: int) -> None:
    """How many commands, how fast, and of which kind."""
    worked = lived.worked
    terminal.say(
        f"Live: {dossiers:,} dossiers in {worked.commands:,} commands, each acknowledged when it "
        f"was on disk: {worked.commands / max(worked.seconds, 1e-9):,.0f} commands a second"
    )
    if lived.steps:
        done = ", ".join(f"{name} {count:,}" for name, count in lived.steps.most_common())
        terminal.say(f"  {done}")


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
