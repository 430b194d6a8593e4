"""What the submissions service is told by its environment.

Promises one frozen object. Must not hold a default for a secret.
"""

from dataclasses import dataclass

from services.chassis.settings import Settings as ChassisSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ChassisSettings):
    """Nothing beyond what every service needs: the secret keys also make tracking secrets."""
