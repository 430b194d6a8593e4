"""What may be attached: names, sizes and types, by the rules of the one who runs this.

A file's name is never a path of ours; it is refused where it would be one of somebody else's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from services.chassis.errors import Refusal
from services.submissions.domain.attachment.media_types import EXTENSIONS, OTHERS
from services.submissions.domain.attachment.refusals import AttachmentReason

LARGEST = 200 * 1024 * 1024  # bytes
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]|^[. ]|[. ]$')
# Names that Windows keeps for devices, whatever follows the dot, and spaces before it.
_DEVICE = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[\d¹²³]) *(?:\..*)?", re.IGNORECASE
)
DIGEST = 32  # bytes of a SHA-256


class Held(NamedTuple):
    """What a dossier or draft has: files, those and the removed ones, and bytes; and of a draft the
    bytes of all drafts of its holder, where it has one, and of its portal.
    """

    files: int
    announced: int
    bytes: int
    holder_bytes: int | None = None
    portal_bytes: int | None = None


class Bounds(NamedTuple):
    """How much of it there may be at most."""

    files: int = 100
    announced: int = 1000
    bytes: int = 2 * 1024**3
    holder_bytes: int = 4 * 1024**3
    portal_bytes: int = 200 * 1024**3

    def reached(self, held: Held, size: int) -> Refusal | None:
        """Why one more file of so many bytes is not taken."""
        of_drafts = (held.holder_bytes, held.portal_bytes)
        wanted = [held.files + 1, held.announced + 1, held.bytes + size]
        wanted += [0 if had is None else had + size for had in of_drafts]
        for reason, most, needed in zip(_REACHED, self, wanted, strict=True):
            if needed > most:
                return Refusal(reason, field="parent", values=_bound(most))
        return None


def _bound(most: int) -> dict[str, str]:
    """A bound as it is, and in MiB for whoever reads it."""
    return {"most": str(most), "most_mib": f"{most / 2**20:.6g}"}


_REACHED = (
    AttachmentReason.ATTACHMENTS_FULL,
    AttachmentReason.ATTACHMENTS_REMOVED_TOO_MANY,
    AttachmentReason.ATTACHMENTS_TOO_LARGE,
    AttachmentReason.HOLDER_FILES_TOO_LARGE,
    AttachmentReason.PORTAL_FILES_TOO_LARGE,
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Which files are taken, and how long one that is not whole is waited for."""

    types: Sequence[str] = tuple(EXTENSIONS)
    largest: int = LARGEST
    patience: timedelta = timedelta(hours=24)  # from the upload's last chunk
    bounds: Bounds = Bounds()  # noqa: RUF009 — frozen

    def require_size(self, size: int) -> None:
        """Refuse what has nothing in it, or too much."""
        if size <= 0:
            raise Refusal(AttachmentReason.FILE_EMPTY, field="size")
        if size > self.largest:
            raise Refusal(
                AttachmentReason.FILE_TOO_LARGE, field="size", values=_bound(self.largest)
            )

    def require_type(self, media_type: str) -> None:
        """Refuse a type that is not taken."""
        if media_type not in self.types:
            values = {"media_type": media_type, "taken": ", ".join(self.types)}
            raise Refusal(AttachmentReason.MEDIA_TYPE_NOT_TAKEN, field="data", values=values)


def require_name(name: str) -> None:
    """Refuse a path, what some system reads as one, and what it takes for a device."""
    if _FORBIDDEN.search(name) or _DEVICE.fullmatch(name):
        raise Refusal(AttachmentReason.FILE_NAME_INVALID, field="file_name")


def require_fitting_name(name: str, media_type: str) -> None:
    """Refuse a name by which others would take the file for something else."""
    endings = (EXTENSIONS | OTHERS).get(media_type, ())
    if endings and not name.lower().endswith(endings):
        values = {"media_type": media_type, "extensions": ", ".join(endings)}
        raise Refusal(AttachmentReason.FILE_NAME_MISLEADING, field="file_name", values=values)


def require_digest(digest: bytes) -> None:
    """Refuse what can be no SHA-256; none at all is fine."""
    if digest and len(digest) != DIGEST:
        raise Refusal(AttachmentReason.DIGEST_INVALID, field="sha256")
