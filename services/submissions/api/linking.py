"""How other systems' records are linked, by what they say of one another and what the log knows.

A record names its root by source and key, known or not, so that linked ones may come in any order.
"""

from collections.abc import Iterable

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.ids import derived
from services.submissions.domain.dossier.linking import root_of
from services.submissions.domain.dossier.state import Dossier
from services.submissions.queries.linked import Linked, Links


def name_of(source: str, key: str) -> str:
    """The dossier of a record: the same whoever brings it, so that a record can name its root
    before that came.
    """
    return f"dossiers/{derived('dossier', source, key)}"


def roots_named(source: str, records: Iterable[api.DossierRecord]) -> dict[str, str]:
    """The root of each dossier whose record names one; by name."""
    return {
        name_of(source, each.key): name_of(each.root_source or source, each.root_key)
        for each in records
        if each.root_key
    }


async def links_of(linked: Linked, request: api.BackfillDossiersRequest) -> Links:
    """Of the records of a message: what they state of their roots, and what the log knows."""
    stated = roots_named(request.source, request.records)
    links = await linked.links(set(stated.values()), set(stated))
    return Links({**links.roots, **stated}, links.leading)


def root_now(links: Links, name: str, before: Dossier | None) -> str:
    """The root of a record's dossier: the one that it has, where the record names it again."""
    if before and before.root == links.roots.get(name):
        return before.root
    return root_of(name, links.roots)
