"""Where a list of level differences goes on: after which acceptance, as of when, as known where.

Promises that all pages of a list see the same units and the same catalogue.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.chassis import call
from services.submissions.queries.differences import After, Listing


class Place(NamedTuple):
    """What a page token holds: `as_of` in ISO 8601."""

    as_of: str
    as_known: int
    unit: str
    dossier: str


def begun_by(request: Any) -> tuple[Listing, After] | None:
    """The list that the asked page belongs to, and after what it begins; None for the first."""
    place = call.current().page_of(Place, request)
    if place is None:
        return None
    listing = Listing(datetime.fromisoformat(place.as_of), place.as_known)
    return listing, After(place.unit, UUID(place.dossier))


def token_of(request: Any, listing: Listing, after: After | None) -> str:
    """The token of the page that follows; "" at the end."""
    if after is None:
        return ""
    place = Place(listing.as_of.isoformat(), listing.as_known, after.unit, str(after.dossier))
    return call.current().page_token(place, request)
