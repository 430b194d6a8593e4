"""The list of acceptances whose level is not what the catalogue is known to say now.

Every page is compared at the catalogue position of the first one.
"""

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.page_tokens import size_of
from services.submissions.api import pages, replies
from services.submissions.api.commands import clock
from services.submissions.api.context import Context
from services.submissions.queries.differences import BEGINNING, Listing


async def list_level_differences(
    context: Context, request: api.ListLevelDifferencesRequest
) -> api.ListLevelDifferencesResponse:
    """A page of them, compared as the first page was."""
    catalogue = context.catalogue
    size, begun = size_of(request), pages.begun_by(request)
    await catalogue.wait_for(request.catalog_position)
    if request.unit:
        await catalogue.must_know_unit(request.unit, field="unit")
    await context.own_log.must_be_caught_up()
    listing, after = begun or (Listing(clock(), catalogue.position), BEGINNING)
    await catalogue.wait_for(listing.as_known)
    tree = await catalogue.units_as_known(listing.as_known)
    units = tree.below(request.unit, listing.as_of)
    found, after_this = await context.differences.page(units, after, size, listing.as_known)
    return api.ListLevelDifferencesResponse(
        differences=map(replies.difference, found),
        next_page_token=pages.token_of(request, listing, after_this),
        catalog_position=listing.as_known,
    )
