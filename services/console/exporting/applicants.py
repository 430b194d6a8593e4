"""Who applied for the dossiers of an export, where that is asked for: opened one by one, each for a
purpose that is recorded before.

Must not ask for more than the applicant: what a form says stays sealed.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence

from motcua.submissions.v1 import personal_data_pb2 as api
from motcua.submissions.v1.submissions_pb2 import Dossier
from services.console.exporting.columns import listed
from services.console.portal.client import Portal
from services.console.portal.enums import capital

ROLE = "officer"
AT_ONCE = 16
FIELDS: Mapping[str, Callable[[api.PersonalData], str]] = {
    "personal_data": lambda of: capital(api.PersonalData.State, of.state),
    "full_name": lambda of: of.applicant.full_name,
    "organization": lambda of: of.applicant.organization,
    "identity_numbers": lambda of: listed(of.applicant, "identity_numbers"),
    "contacts": lambda of: listed(of.applicant, "contacts"),
}
Person = api.PersonalData | None  # None: nobody asked for it


def told(person: Person) -> dict[str, str]:
    """What is said of an applicant; of erased data, that it is `ERASED`."""
    return {name: of(person) for name, of in FIELDS.items()} if person is not None else {}


async def require_readable(portal: Portal, dossiers: Sequence[Dossier], purpose: str) -> None:
    """Refuse where one of them may not be opened; nothing is."""
    await _ask(portal, dossiers, purpose, validate_only=True)


async def opened(portal: Portal, dossiers: Sequence[Dossier], purpose: str) -> Sequence[Person]:
    """Of each dossier, in their order; without a purpose, None."""
    if not purpose:
        return [None] * len(dossiers)
    return await _ask(portal, dossiers, purpose, validate_only=False)


async def _ask(
    portal: Portal, dossiers: Sequence[Dossier], purpose: str, *, validate_only: bool
) -> list[api.PersonalData]:
    method, found = portal.personal_data.GetPersonalData, list[api.PersonalData]()
    requests = [
        api.GetPersonalDataRequest(name=each.name, purpose=purpose, validate_only=validate_only)
        for each in dossiers
    ]
    for start in range(0, len(requests), AT_ONCE):
        asking = (portal.call(method, each, role=ROLE) for each in requests[start:][:AT_ONCE])
        found += await asyncio.gather(*asking)
    return found
