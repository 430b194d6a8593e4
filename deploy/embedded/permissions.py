"""Who may do what on NATS: one user per service, one for inspectors, one for city IT, one for the
administrator.

Promises that only a service publishes under its own subjects and manages its own stream, and that
the city's user sees metric events only: its replies come under an inbox prefix of its own, since
`_INBOX.>` shows everybody's.
"""

SERVICES = ("catalog", "submissions", "metrics")
CITY_INBOX = "_INBOX_city"

Permissions = dict[str, dict[str, list[str]]]

LOOKING = ["$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST"]


def reading(stream: str) -> list[str]:
    """API subjects to look at one stream ("*": any) and consume it."""
    actions = ("CREATE", "INFO", "DELETE", "NAMES", "LIST", "MSG.NEXT", "DURABLE.CREATE")
    consumers = [
        f"$JS.API.CONSUMER.{action}.{stream}{rest}" for action in actions for rest in ("", ".>")
    ]
    direct = [f"$JS.API.DIRECT.GET.{stream}", f"$JS.API.DIRECT.GET.{stream}.>"]
    messages = [f"$JS.API.STREAM.INFO.{stream}", f"$JS.API.STREAM.MSG.GET.{stream}", *direct]
    return [*messages, *consumers, f"$JS.ACK.{stream}.>", f"$JS.FC.{stream}.>"]


def service(name: str) -> Permissions:
    """Publish and manage its own stream, read every stream."""
    managing = [f"$JS.API.STREAM.{action}.{name}" for action in ("CREATE", "UPDATE", "DELETE")]
    return {
        "publish": {"allow": [f"motcua.{name}.>", *managing, *LOOKING, *reading("*")]},
        "subscribe": {"allow": ["_INBOX.>"]},
    }


INSPECTOR: Permissions = {
    "publish": {"allow": [*LOOKING, *reading("*")]},
    "subscribe": {"allow": ["motcua.>", "_INBOX.>"]},
}

CITY: Permissions = {
    "publish": {"allow": [*LOOKING, *reading("metrics")]},
    "subscribe": {"allow": ["motcua.metrics.>", f"{CITY_INBOX}.>"]},
}

ADMIN: Permissions = {"publish": {"allow": [">"]}, "subscribe": {"allow": [">"]}}

PERMISSIONS: dict[str, Permissions] = {
    **{name: service(name) for name in SERVICES},
    "inspector": INSPECTOR,
    "city": CITY,
    "admin": ADMIN,
}
