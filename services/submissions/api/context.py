"""What the methods of this service work with, made once at the start.

A command takes it instead of reaching into a servicer.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from services.chassis.blobs import Blobs
from services.chassis.keys import Keyring
from services.chassis.log import Log
from services.chassis.sealing import Vault
from services.chassis.store import Store
from services.chassis.turns import Turns
from services.submissions.api.numbering import Numbering
from services.submissions.api.queue_locks import QueueLocks
from services.submissions.domain.attachment.files import Rules
from services.submissions.domain.payment.providers import Providers
from services.submissions.domain.petition.terms import VN_1, Rule
from services.submissions.domain.slips import SlipSettings
from services.submissions.domain.ticket.queue import CLASSES
from services.submissions.queries.attachments import Attachments
from services.submissions.queries.catalogue import Catalogue, utc_now
from services.submissions.queries.changes import Changes
from services.submissions.queries.counts import Counts
from services.submissions.queries.differences import Differences
from services.submissions.queries.dossiers import DossierRows, Subtrees
from services.submissions.queries.drafts import Drafts
from services.submissions.queries.filings import Filings, Moves
from services.submissions.queries.forms import Forms
from services.submissions.queries.guessing import WrongPairs
from services.submissions.queries.linked import Linked
from services.submissions.queries.own_log import OwnLog
from services.submissions.queries.payments import Payments
from services.submissions.queries.petitions import PetitionRows
from services.submissions.queries.records import Records
from services.submissions.queries.refunds import Refunds
from services.submissions.queries.slips import SlipTexts
from services.submissions.queries.sources import SourceRows
from services.submissions.queries.tickets import Tickets
from services.submissions.queries.tracking import Tracking


@dataclass(frozen=True, slots=True)
class Files:
    """Which files are taken, and what wakes those who scan and remove them."""

    rules: Rules = Rules()  # noqa: RUF009 — frozen
    scannable: asyncio.Event = field(default_factory=asyncio.Event)
    discarded: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(frozen=True, slots=True)
class Context:
    """The first of `keys` makes the secrets of dossiers, each opens its own."""

    store: Store
    catalogue: Catalogue
    forms: Forms
    drafts: Drafts
    numbering: Numbering
    tracking: Tracking
    records: Records
    sources: SourceRows
    differences: Differences
    keys: Keyring
    vault: Vault
    counts: Counts
    log: Log
    own_log: OwnLog
    rows: DossierRows
    filings: Filings
    filing_moves: Moves
    linked: Linked
    changes: Changes
    petition_changes: Changes
    wrong_pairs: WrongPairs
    attachments: Attachments
    blobs: Blobs
    tickets: Tickets
    petitions: PetitionRows
    slip_texts: SlipTexts
    payments: Payments
    refunds: Refunds
    files: Files = field(default_factory=Files)
    providers: Providers = field(default_factory=dict)
    slip_settings: SlipSettings = SlipSettings()  # noqa: RUF009 — frozen
    priority_classes: Sequence[str] = CLASSES  # of tickets, the first one called first
    queue_locks: QueueLocks = field(default_factory=QueueLocks)
    boards: Counter[str] = field(default_factory=Counter)  # open ones, by the caller's subject
    petition_rule: Rule = VN_1  # how many days the terms of petitions have
    ratings_changeable: timedelta = timedelta(days=30)  # after the first one
    subtrees: Subtrees = field(default_factory=Subtrees)
    turns: Turns = field(default_factory=Turns)  # of records
    clock: Callable[[], datetime] = utc_now
    transferring: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
