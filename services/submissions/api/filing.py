"""Accepting and refusing dossiers, linking and voiding them.

What a caller may do is asked of `authority`, what a dossier may take of `dossier.filing`.
"""

from collections.abc import Sequence

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.api.commands import Asked, must_be_a_name
from services.submissions.domain import authority
from services.submissions.domain.authority import Step
from services.submissions.domain.dossier import filing, linking
from services.submissions.domain.dossier.changes import DOSSIERS
from services.submissions.domain.due import stated
from services.submissions.queries.catalogue import Known


async def accept(asked: Asked) -> Sequence[Fact]:
    """Fix level, unit, service version and dates."""
    request, dossier, by = asked.request, asked.dossier, asked.by
    accountable = asked.accountable(Step.ACCEPT)
    if request.handling_unit:
        await asked.catalogue.must_know_unit(request.handling_unit, field="handling_unit")
    of = asked.parties
    handling = authority.require_handling(by, of, request.handling_unit)
    known = await _offered(asked, of.competent)
    calendar = asked.catalogue.units.calendar(known.offering.unit, by.now)
    return filing.accept(
        dossier,
        asked.given(accountable, position=known.position),
        offering=known.offering,
        due=stated(request.due, now=by.now),
        calendar=asked.catalogue.calendars.known(calendar, known.position),
        handling_unit=handling,
    )


async def _offered(asked: Asked, competent: str) -> Known:
    """What is accepted: after a merger or a split, the offering of the unit that is competent now,
    where that has one.
    """
    about = asked.dossier.offering or events.OfferingFacts()
    name = f"{about.service}/offerings/{competent.removeprefix('units/')}"
    if name != about.offering:
        found = await asked.catalogue.offerings([name])
        name = name if name in found else about.offering
    return await asked.catalogue.offering(name)


async def refuse(asked: Asked) -> Sequence[Fact]:
    """Turn down what was not accepted."""
    by = asked.accountable(Step.REFUSE)
    return filing.refuse(asked.dossier, asked.given(by), reason_code=asked.request.reason_code)


async def link(asked: Asked) -> Sequence[Fact]:
    """Make it a part of one act with its root."""
    request = asked.request
    by = authority.require_citizens(asked.by, Step.LINK, asked.dossier, named=request.officer)
    must_be_a_name(request.root, field="root")
    root = (await asked.context.store.load(request.root, DOSSIERS)).state
    authority.require_root(asked.by, root, name=request.root)
    leads = await asked.context.linked.leads(asked.dossier.name)
    return linking.link(asked.dossier, asked.given(by), root=request.root, leads=leads)


async def void(asked: Asked) -> Sequence[Fact]:
    """Take out what was entered in error."""
    by = asked.accountable(Step.PROCESS)
    return filing.void(asked.dossier, asked.given(by), reason_code=asked.request.reason_code)
