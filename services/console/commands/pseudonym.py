"""`./motcua pseudonym`: under which subject somebody of an identity provider appears here.

Whom it asks about comes on standard input: a number of an identity card must not stand in a list of
processes, nor in a shell's history.
"""

import sys
from pathlib import Path

import click

from services.console import terminal
from services.console.outcome import Mistake
from services.console.portal.connection import directory_of
from services.console.portal.location import data_option

KEY = Path("keys") / "subjects"  # of a data directory


@click.command()
@click.argument("issuer")
@data_option
def pseudonym(issuer: str, data: Path | None) -> None:
    """Print the pseudonym of each subject of ISSUER (its name in MOTCUA_ISSUERS) on standard input,
    one a line: as events, audit and the file of revoked tokens have it.
    """
    from services.chassis.oidc.issuer import pseudonym as made  # noqa: PLC0415 - slow to load

    path = directory_of(data) / KEY
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        raise Mistake(f"{path} is not there yet: start the stack once (./motcua up)") from None
    except (OSError, ValueError) as problem:
        raise Mistake(f"{path} cannot be read ({type(problem).__name__})") from None
    for line in sys.stdin:
        terminal.say(made(key, issuer, line.rstrip("\n")))
