"""What the submissions service is told by its environment.

Promises one frozen object. Must not hold a default for a secret.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from services.chassis import settings
from services.chassis.keys import Keyring
from services.submissions.domain.attachment.files import LARGEST, Bounds, Rules
from services.submissions.domain.attachment.media_types import EXTENSIONS, OTHERS
from services.submissions.domain.payment.providers import Providers, SignedPage
from services.submissions.domain.slips import tracking_page
from services.submissions.domain.ticket.queue import CLASSES, priority_classes


def address(text: str) -> str:
    """Of an object store: a directory of this machine, S3 and what speaks as it, or memory."""
    if not re.match(r"file:///.|s3://.|memory:///", text):
        raise ValueError
    return text


def media_types(text: str) -> tuple[str, ...]:
    """Those that are taken, with commas between them; each one that is told by content."""
    types = tuple(each.strip() for each in text.split(","))
    if not set(types) <= EXTENSIONS.keys() | OTHERS.keys():
        raise ValueError
    return types


def bytes_(text: str) -> int:
    """A size; files are in memory by chunks alone, and on the disk as they are."""
    number = int(text)
    if number <= 0:
        raise ValueError
    return number


def years(text: str) -> int:
    """None or more, and no more than a century."""
    number = int(text)
    if not 0 <= number <= 100:
        raise ValueError
    return number


def days(text: str) -> timedelta:
    """More than none, and at most a year."""
    number = float(text)
    if not 0 < number <= 366:
        raise ValueError
    return timedelta(days=number)


def count(text: str) -> int:
    """At least one, and at most a million."""
    number = int(text)
    if not 0 < number <= 1_000_000:
        raise ValueError
    return number


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """`sealing_keys`: what personal data is sealed under. The secret keys also make tracking
    secrets. `scan_command` reads a file and ends with 0 (clean) or 1 (infected).
    """

    sealing_keys: Keyring = settings.ring("MOTCUA_SEALING_KEYS")
    blobs: str = settings.variable("MOTCUA_BLOBS", address)
    scan_command: str = settings.variable("MOTCUA_SCAN_COMMAND", default="")
    scan_seconds: float = settings.variable("MOTCUA_SCAN_SECONDS", float, default=120.0)
    media_types: tuple[str, ...] = settings.variable(
        "MOTCUA_MEDIA_TYPES", media_types, default=tuple(EXTENSIONS)
    )
    largest_file: int = settings.variable("MOTCUA_LARGEST_FILE", bytes_, default=LARGEST)
    dossier_bytes: int = settings.variable(
        "MOTCUA_DOSSIER_BYTES", bytes_, default=Bounds().bytes
    )  # of all its files
    # Of all files of drafts that are not submitted: of one holder, and of a portal.
    holder_draft_bytes: int = settings.variable(
        "MOTCUA_HOLDER_DRAFT_BYTES", bytes_, default=Bounds().holder_bytes
    )
    portal_draft_bytes: int = settings.variable(
        "MOTCUA_PORTAL_DRAFT_BYTES", bytes_, default=Bounds().portal_bytes
    )
    upload_hours: float = settings.variable("MOTCUA_UPLOAD_HOURS", settings.hours, default=24.0)
    # Of slips: whom citizens ask, and the page on which they track a dossier: https://…{number}…
    contact: str = settings.variable("MOTCUA_CONTACT", default="")
    tracking_page: str = settings.variable("MOTCUA_TRACKING_PAGE", tracking_page, default="")
    # The provider of test payments, where both are set: its page, and the keys of its callbacks.
    test_payments: str = settings.variable("MOTCUA_TEST_PAYMENTS", default="")
    test_payment_keys: Keyring | None = settings.ring("MOTCUA_TEST_PAYMENT_KEYS", default=None)
    # Of tickets at counters, with commas between them, the first one called first.
    priority_classes: tuple[str, ...] = settings.variable(
        "MOTCUA_PRIORITY_CLASSES", priority_classes, default=CLASSES
    )
    # How many years after that of its end the texts of a petition are kept; none: until somebody
    # orders their erasure.
    petition_retention_years: int | None = settings.variable(
        "MOTCUA_PETITION_RETENTION_YEARS", years, default=None
    )
    # After its last saving a draft is kept so long; a portal has at most so many, and so many of
    # one holder.
    draft_days: timedelta = settings.variable("MOTCUA_DRAFT_DAYS", days, default=timedelta(days=30))
    drafts_per_portal: int = settings.variable("MOTCUA_DRAFTS_PER_PORTAL", count, default=10_000)
    drafts_per_holder: int = settings.variable("MOTCUA_DRAFTS_PER_HOLDER", count, default=50)

    @property
    def providers(self) -> Providers:
        """The providers of payments, by their codes."""
        keys = self.test_payment_keys
        if not self.test_payments or keys is None:
            return {}
        return {"test": SignedPage(self.test_payments, lambda: list(keys.keys.values()))}

    @property
    def file_rules(self) -> Rules:
        """Which files are taken."""
        patience = timedelta(hours=self.upload_hours)
        return Rules(
            types=self.media_types,
            largest=self.largest_file,
            patience=patience,
            bounds=Bounds(
                bytes=self.dossier_bytes,
                holder_bytes=self.holder_draft_bytes,
                portal_bytes=self.portal_draft_bytes,
            ),
        )
