"""What a visitor can do whom a service refused something.

A leader of one unit who asks for another is shown the way to his own.
"""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from services.pages.asking import called
from services.pages.naming import Naming
from services.pages.refused import Refused
from services.pages.tables import Link
from services.pages.visit import Visit


async def ways_out(visit: Visit, refused: Refused) -> list[Link]:
    """Where to go from here."""
    words = visit.words
    ways = [Link(words("way.city"), visit.to("/"))]
    if refused.status is HTTPStatus.FORBIDDEN:
        own = list(dict.fromkeys(unit for unit in visit.visitor.units() if unit))
        naming = Naming(words, {}, await names(visit, own))
        links = (visit.link(naming, each) for each in own)
        ways += [Link(words("way.unit", unit=each.text), each.address) for each in links]
        ways.append(Link(words("way.other_account"), visit.to("/sign-in")))
    return ways


async def names(visit: Visit, units: Sequence[str]) -> dict[str, Any]:
    """What they are called; nothing where that cannot be asked now."""
    try:
        return await called(visit.anybody, "units", units, 0)
    except Refused:
        return {}
