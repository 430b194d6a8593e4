"""The file of a closed dossier goes to the archive.

Possible once it is closed in whichever way; a file that is moved within the archive is archived
again, and the last place counts.
"""

from motcua.submissions.v1 import events_pb2 as events
from services.chassis.decider import Fact
from services.submissions.domain.dossier.live import Given, live_facts
from services.submissions.domain.dossier.state import Dossier
from services.submissions.domain.dossier.steps import require_allowed


def archive(dossier: Dossier, given: Given, *, archive_code: str) -> list[Fact]:
    """Say where the archive keeps it; nothing where that is known."""
    require_allowed(dossier, events.DossierArchived)
    if archive_code == dossier.archive_code:
        return []
    return live_facts(dossier, given, events.DossierArchived(archive_code=archive_code))
