"""`./motcua token`: a bearer token of the embedded stack, for any client.

Promises nothing but the token on standard output. Must not be how a production token is made: there
the city's own issuer signs.
"""

from datetime import timedelta
from pathlib import Path

import click

from services.console import terminal
from services.console.outcome import Mistake
from services.console.portal.connection import directory_of, run, stack
from services.console.portal.location import data_option

LEAST_HOURS, MOST_HOURS = 1 / 3600, 24  # services believe none that lives longer
ROLES = (
    "portal",
    "officer",
    "leader",
    "editor",
    "importer",
    "inspector",
    "publisher",
    "operator",
)


@click.command()
@click.argument("roles", nargs=-1, type=click.Choice(ROLES))
@click.option("--unit", default="*", help="units/ID with all below it [default: the whole tree].")
@click.option("--subject", default="operator.embedded", show_default=True, help="Pseudonymous.")
@click.option("--hours", default=12.0, show_default=True, help="How long it is valid.")
@data_option
def token(roles: tuple[str, ...], unit: str, subject: str, hours: float, data: Path | None) -> None:
    """Print a token with these roles, or with all of them."""
    if not LEAST_HOURS <= hours <= MOST_HOURS:
        raise Mistake(f"--hours is a second (1/3600) at least, and at most {MOST_HOURS}")
    if not unit.rpartition("/")[2].strip():
        raise Mistake("--unit names no unit")
    from services.chassis.ids import names_somebody  # noqa: PLC0415 - slow to load, see below

    if names_somebody(subject):
        raise Mistake(
            "--subject could be an e-mail address or a person's number, which no service takes"
        )
    from deploy.embedded.errors import StackError  # noqa: PLC0415 - slow to load, see below
    from deploy.embedded.tokens import private_key, sign  # noqa: PLC0415

    directory = directory_of(data)
    try:
        key = private_key(directory)
    except StackError:
        run(start_once(directory))
        key = private_key(directory)
    scope = unit if unit == "*" or "/" in unit else f"units/{unit}"
    granted = [{"role": role, "unit": scope} for role in roles or ROLES]
    terminal.say(sign(key, roles=granted, subject=subject, ttl=timedelta(hours=hours)))


async def start_once(directory: Path) -> None:
    """The first start makes the key."""
    async with stack(directory):
        pass
