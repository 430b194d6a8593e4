"""What the catalogue takes from its environment, besides what every service takes.

Promises that start-up names everything that is missing. Must not have a default for a secret.
"""

from dataclasses import dataclass

from services.chassis import settings


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """`shown_within`: how many seconds a read waits until it shows what this process wrote."""

    shown_within: float = settings.variable("MOTCUA_CATALOG_SHOWN_WITHIN", float, default=2.0)
