"""`./motcua report`: the published figures of a month, as PDF, HTML, CSV or JSON.

Promises the numbers that anybody may read, and one file. PDF and JSON are signed by the publisher.
"""

import asyncio
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from services.console import terminal
from services.console.commands.reconcile import period_of
from services.console.display.numbers import counted
from services.console.outcome import Mistake, language
from services.console.portal.client import Portal
from services.console.portal.connection import FIGURES, reading, run
from services.console.portal.location import Location, location_options
from services.console.portal.resources import named
from services.console.reporting import page, paper, signing, tabular
from services.console.reporting.content import Content, content_of
from services.console.reporting.rows import shown
from services.console.reporting.signing import Publisher

Form = Callable[[Content, str, Publisher], bytes]
MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


def pdf(content: Content, spoken: str, publisher: Publisher) -> bytes:
    """Signed, with the JSON attached."""
    return paper.signed(paper.as_pdf(content, shown(content, spoken)), publisher)


def html(content: Content, spoken: str, _publisher: Publisher) -> bytes:
    """One file."""
    return page.as_html(shown(content, spoken))


def csv(content: Content, _spoken: str, _publisher: Publisher) -> bytes:
    """A line a figure."""
    return tabular.as_csv(content)


def signed_json(content: Content, _spoken: str, publisher: Publisher) -> bytes:
    """With a detached signature."""
    document = signing.signed(content, publisher)
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


FORMS: dict[str, Form] = {"pdf": pdf, "html": html, "csv": csv, "json": signed_json}


@click.command()
@click.argument("month")
@click.option("--unit", default="", help="units/ID with all below it [default: the whole tree].")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMS)),
    default="pdf",
    show_default=True,
    help="Form.",
)
@click.option(
    "--language", "spoken", type=click.Choice(["vi", "en"]), help="[default: your locale's]"
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="The file to write [default: report-MONTH-UNIT.FORMAT here].",
)
@click.option("--key", type=FILE, help="The publisher's private key, PEM [default: the stack's].")
@click.option("--certificate", type=FILE, help="His certificate, PEM [default: the stack's].")
@location_options
def report(
    *,
    month: str,
    unit: str,
    form: str,
    spoken: str | None,
    out: Path | None,
    key: Path | None,
    certificate: Path | None,
    location: Location,
) -> None:
    """Write the report of a month: report 2026-10 --unit units/ward-1 --format pdf."""
    first, unit = month_of(month), named("units", unit)
    path = out or Path(default_name(month, unit, form))

    async def work() -> None:
        async with reading(location, *FIGURES) as site, Portal(site) as portal:
            publisher = signing.publisher_of(site, key, certificate)
            content = await content_of(portal, month=first, unit=unit)
            words = (content, spoken or language(), publisher)
            write(path, await asyncio.to_thread(FORMS[form], *words))
            figures = counted(len(content["figures"]), "published figure", "số liệu đã công bố")
            terminal.say(f"{path}: {figures}", err=True)

    run(work())


def month_of(text: str) -> date:
    """The first day of a month that is written YYYY-MM."""
    if not MONTH.fullmatch(text):
        raise Mistake("MONTH is written YYYY-MM, such as 2026-10")
    return period_of(text, None)[0]


def default_name(month: str, unit: str, form: str) -> str:
    """Such as `report-2026-10-ward-1.pdf`."""
    return "-".join(filter(None, ("report", month, unit.rpartition("/")[2]))) + f".{form}"


def write(path: Path, made: bytes) -> None:
    """The whole file, or a mistake that names it."""
    try:
        path.write_bytes(made)
    except OSError as failed:
        raise Mistake(f"{path} cannot be written: {failed.strerror}") from None
