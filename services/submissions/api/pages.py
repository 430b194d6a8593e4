"""Cursors of the list of level differences: after which acceptance a page begins, as of when.

Promises that all pages of a list see the same units and the same catalogue.
"""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from services.chassis import call
from services.submissions.queries.differences import After, Listing


class Cursor(NamedTuple):
    """The last row of the page before, and the list: `as_of` in ISO 8601, a catalogue position."""

    as_of: str
    as_known: int
    unit: str
    dossier: str


def begun_by(request: Any) -> tuple[Listing, After] | None:
    """The list that a request continues, and the last row before its page; None for the first."""
    cursor = call.current().page_of(Cursor, request)
    if cursor is None:
        return None
    listing = Listing(datetime.fromisoformat(cursor.as_of), cursor.as_known)
    return listing, After(cursor.unit, UUID(cursor.dossier))


def token_of(request: Any, listing: Listing, after: After | None) -> str:
    """The token of the page that follows; "" at the end."""
    if after is None:
        return ""
    cursor = Cursor(listing.as_of.isoformat(), listing.as_known, after.unit, str(after.dossier))
    return call.current().page_token(cursor, request)
