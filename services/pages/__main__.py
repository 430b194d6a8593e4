"""The pages as a process: `python -m services.pages`, until a signal.

Settings → channels and sessions → application → server; health at `/healthz`.
"""

import os

from services.chassis import gauges, process, telemetry
from services.chassis.settings import SettingsError
from services.chassis.tls import server as tls
from services.pages.app import Shared, application
from services.pages.identity.provider import Provider
from services.pages.identity.sign_in import AtProvider
from services.pages.live import Hub
from services.pages.opendata.routes import routes
from services.pages.server import serve
from services.pages.services import Services
from services.pages.sessions import Sessions
from services.pages.settings import Settings
from services.pages.signing_in import SignIn, embedded

NAME = "pages"


def main() -> None:
    """Read the settings and serve."""
    try:
        settings = Settings.from_environment(os.environ)
    except SettingsError as error:
        process.end(process.MISCONFIGURED, f"{NAME}: {error}")
    telemetry.write_logs_as_json(NAME)
    process.run(offer(settings))


async def offer(settings: Settings) -> None:
    """Everything that the pages are made of, until cancelled."""
    process.open_many_files()
    prometheus = gauges.listen(settings.metrics_listen, process.metrics_tls(settings))
    idle = settings.idle_hours * 3600
    sessions = Sessions(settings.secret_keys, behind_tls=settings.is_https, idle=idle)
    shown = tls.of(settings)
    watching = {"certificate": shown.watch} if shown else {}
    addresses = (settings.catalog, settings.submissions, settings.metrics)
    async with (
        Services(*addresses, tls=settings.client_tls) as services,
        process.background(**watching),
    ):
        hub = Hub()
        sign_in = signing_in(settings, services, sessions)
        shared = Shared(services, sessions, hub, sign_in, settings.trusted_proxies)
        data = routes(services, settings)
        app = application(shared, behind_tls=settings.is_https, data=data)
        await serve(app, settings, prometheus, ending=hub.end)


def signing_in(
    settings: Settings, services: Services, sessions: Sessions
) -> SignIn | AtProvider | None:
    """At the city's provider where there is one, else as the embedded stack does."""
    if settings.issuer:
        return AtProvider(Provider(settings), services, sessions)
    return embedded(settings)


if __name__ == "__main__":
    main()
