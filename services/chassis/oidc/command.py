"""`python -m services.X pseudonym ISSUER`: under which subject somebody of an issuer appears here.

Whom it asks about comes on standard input, since a number of an identity card must not stand in a
list of processes.
"""

import sys
from collections.abc import Sequence

from services.chassis.followed import now
from services.chassis.oidc import file
from services.chassis.oidc.issuer import pseudonym
from services.chassis.settings import Settings, SettingsError


async def show_pseudonym(settings: Settings, words: Sequence[str]) -> None:
    """Of each line on standard input."""
    text, can_name = now(settings.issuers), bool(settings.subject_key)
    known = file.read(text, longest_life=file.HOUR, can_name=can_name)
    if list(words) not in [[each.name] for each in known]:
        names = ", ".join(each.name for each in known)
        raise SettingsError(
            f"pseudonym: name one issuer of MOTCUA_ISSUERS: {names or 'it has none'}"
        )
    for line in sys.stdin:
        sys.stdout.write(pseudonym(settings.subject_key, words[0], line.rstrip("\n")) + "\n")
