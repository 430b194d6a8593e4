"""What the metrics service is told by its environment, and where its SQL lies.

Promises one frozen object. Must not have a default for a secret.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from services.chassis import settings
from services.metrics.domain.indicators.shipped import shipped

HERE = Path(__file__).parent
SQL = HERE / "sql"
MIGRATIONS = HERE / "migrations"


def prefix(text: str) -> str:
    """The first part of an id, which no id that comes with the software begins with."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", text) or text in {
        each.id.partition(".")[0] for each in shipped().values()
    }:
        raise ValueError
    return text


def mebibytes(text: str) -> float:
    """A number from 1 on."""
    number = float(text)
    if not 1 <= number < float("inf"):
        raise ValueError
    return number


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """`coalesce`: live figures are told together, at most once in so many seconds.

    `own_definitions`: with what the id of a definition begins that was not shipped. `live_months`:
    for so many months after its end a month is told. `revise_pause`: so many seconds
    lie between two revisions of a figure; `revise_rest`: so long it has not moved before one.
    `reconcile`: so many seconds lie between two looks at sums that must agree. `members_every`:
    so many between two at the streams of members; one that is shorter than what was read of it for
    `members_patience` seconds is not believed any more. Of each so many MiB an hour are kept
    (`members_rate`), and after a silence `members_burst` MiB at once.
    """

    own_definitions: str = settings.variable(
        "MOTCUA_METRICS_OWN_DEFINITIONS", prefix, default="own"
    )
    coalesce: float = settings.variable("MOTCUA_METRICS_COALESCE", float, default=1.0)
    live_months: int = settings.variable("MOTCUA_METRICS_LIVE_MONTHS", int, default=3)
    revise_pause: float = settings.variable("MOTCUA_METRICS_REVISE_PAUSE", float, default=60.0)
    revise_rest: float = settings.variable("MOTCUA_METRICS_REVISE_REST", float, default=10.0)
    reconcile: float = settings.variable("MOTCUA_METRICS_RECONCILE", float, default=3600.0)
    members_every: float = settings.variable("MOTCUA_METRICS_MEMBERS_EVERY", float, default=5.0)
    members_patience: float = settings.variable(
        "MOTCUA_METRICS_MEMBERS_PATIENCE", float, default=60.0
    )
    members_rate: float = settings.variable("MOTCUA_METRICS_MEMBERS_RATE", mebibytes, default=100.0)
    members_burst: float = settings.variable(
        "MOTCUA_METRICS_MEMBERS_BURST", mebibytes, default=1024.0
    )
