"""The paper file of a closed dossier: its place, and the archive that took it over.

Possible once the dossier is closed in whichever way. A file that is moved is archived again, and
the last place counts. Example: archived at `B2-14`, handed over to `H26-HIS` on list `2026-03` as
record `117`; its place there is recorded with the handover, or later, as archived again.
"""

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.chassis.errors import Refusal
from services.submissions.domain.dossier.live import Given, live_facts
from services.submissions.domain.dossier.refusals import DossierReason
from services.submissions.domain.dossier.state import Dossier, Handover
from services.submissions.domain.dossier.steps import require_allowed


def archive(dossier: Dossier, given: Given, *, archive_code: str) -> list[Fact]:
    """Say where it is kept; nothing where that is known."""
    require_allowed(dossier, events.DossierArchived)
    if archive_code == dossier.archive_code:
        return []
    return live_facts(dossier, given, events.DossierArchived(archive_code=archive_code))


def hand_over(
    dossier: Dossier, given: Given, *, to: Handover, archive_code: str = ""
) -> list[Fact]:
    """Say which archive took it over, and its place there, "" where nobody knows; nothing where
    that is known. What was put away nowhere is not handed over.
    """
    require_allowed(dossier, events.PaperFileHandedOver)
    if not is_archived(dossier):
        raise Refusal(DossierReason.PAPER_FILE_NOT_ARCHIVED, field="name")
    has = dossier.handover
    if has and has._replace(at=None) == to and archive_code in {"", dossier.archive_code}:
        return []
    handed_over = events.PaperFileHandedOver(
        archive=to.archive,
        list_code=to.list_code,
        record_code=to.record_code,
        archive_code=archive_code,
    )
    return live_facts(dossier, given, handed_over)


def is_archived(dossier: Dossier) -> bool:
    """Whether its paper file was put away, or went to an archive."""
    return bool(dossier.archive_code) or dossier.handover is not None
