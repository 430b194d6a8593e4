"""What the submissions service is told by its environment.

Promises one frozen object. Must not hold a default for a secret.
"""

from dataclasses import dataclass

from services.chassis import settings
from services.chassis.keys import Keyring, keyring


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """`sealing_keys`: what personal data is sealed under. The secret keys also make tracking
    secrets.
    """

    sealing_keys: Keyring = settings.variable("MOTCUA_SEALING_KEYS", keyring)
