"""Every kind of event in this service's log, by its name.

Who reads the log fails loudly at one that is not here: it came from a later version.
"""

from google.protobuf.message import Message

from motcua.submissions.v1.events_pb2 import TreeHeadSigned
from services.submissions.domain import sources
from services.submissions.domain.attachment import facts as attachments
from services.submissions.domain.counts import series
from services.submissions.domain.dossier import changes
from services.submissions.domain.petition import changes as petitions
from services.submissions.domain.ticket import state as ticket

REGISTRY: dict[str, type[Message]] = {
    **changes.REGISTRY,
    **petitions.REGISTRY,
    **sources.REGISTRY,
    **series.REGISTRY,
    **attachments.REGISTRY,
    **ticket.REGISTRY,
    TreeHeadSigned.DESCRIPTOR.full_name: TreeHeadSigned,  # of the log itself; no table has it
}
