"""`./motcua adopt`: a draft becomes a definition that questions are answered by, for ever.

Promises that a repeated call adopts nothing twice, and that nothing is adopted with --dry-run.
"""

from pathlib import Path
from uuid import uuid4

import click

from motcua.metrics.v1 import definitions_pb2 as api
from services.console import terminal
from services.console.commands.definitions import document, said
from services.console.instants import from_timestamp
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.location import Location, location_options

ROLE = "publisher"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be adopted, and adopt nothing.")
@terminal.json_option
@location_options
def adopt(file: Path, dry_run: bool, as_json: bool, location: Location) -> None:
    """Adopt a definition (TOML): from then on its figures are answered, about any time. Count by it
    beside another one first: draft.
    """
    request = api.AdoptDefinitionRequest(
        text=file.read_bytes(), validate_only=dry_run, request_id=str(uuid4())
    )

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            found = await portal.call(portal.definitions.AdoptDefinition, request, role=ROLE)
            if as_json:
                terminal.print_document(document(found))
                return
            name = f"{found.id}@{found.version}: {said(found.title)}"
            if found.HasField("adopt_time"):
                at = f"{from_timestamp(found.adopt_time):%Y-%m-%d %H:%M}"
                name = f"{name}\nadopted {at}, position {found.position:,}"
            terminal.say(f"{name}\nSHA-256 {found.digest}")

    run(work())
