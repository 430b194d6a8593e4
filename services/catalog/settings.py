"""What the catalogue takes from its environment, besides what every service takes.

Promises that start-up names everything that is missing. Must not have a default for a secret.
"""

from dataclasses import dataclass

from services.chassis import settings


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """`shown_within`: how many seconds a read waits until it shows what this process wrote.
    `former_secret_key`: only for `rewrap`, when the secret is exchanged.
    """

    shown_within: float = settings.variable("MOTCUA_CATALOG_SHOWN_WITHIN", float, default=2.0)
    former_secret_key: bytes = settings.variable(
        "MOTCUA_FORMER_SECRET_KEY", settings.key, default=b"", repr=False
    )
