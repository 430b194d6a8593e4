"""What the metrics service is told by its environment, and where its SQL lies.

Promises one frozen object. Must not have a default for a secret.
"""

from dataclasses import dataclass
from pathlib import Path

from services.chassis import settings

HERE = Path(__file__).parent
SQL = HERE / "sql"
MIGRATIONS = HERE / "migrations"


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """`coalesce`: changed figures are told together, at most once in so many seconds."""

    coalesce: float = settings.variable("MOTCUA_METRICS_COALESCE", float, default=1.0)
