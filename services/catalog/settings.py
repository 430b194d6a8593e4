"""What the catalogue takes from its environment, besides what every service takes.

Start-up names everything that is missing; no secret has a default.
"""

from dataclasses import dataclass

from services.chassis import settings
from services.chassis.keys import Keyring


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """`sealing_keys`: what the names of officers are sealed under.
    `shown_within`: how many seconds a read waits until it shows what this process wrote.
    """

    sealing_keys: Keyring = settings.ring("MOTCUA_SEALING_KEYS")
    shown_within: float = settings.variable("MOTCUA_CATALOG_SHOWN_WITHIN", float, default=2.0)
