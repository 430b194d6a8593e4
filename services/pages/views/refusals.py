"""What a visitor can do whom a service refused something.

A leader of one unit who asks for another is shown the way to his own.
"""

from http import HTTPStatus

from services.pages.refused import Refused
from services.pages.tables import Link
from services.pages.visit import Visit


def ways_out(visit: Visit, refused: Refused) -> list[Link]:
    """Where to go from here."""
    words = visit.words
    ways = [Link(words("way.city"), visit.to("/"))]
    if refused.status is HTTPStatus.FORBIDDEN:
        own = dict.fromkeys(unit for unit in visit.visitor.units() if unit)
        ways += [Link(words("way.unit", unit=unit), visit.to(f"/{unit}")) for unit in own]
        ways.append(Link(words("way.other_account"), visit.to("/sign-in")))
    return ways
