"""The pages as a process: `python -m services.pages`, until a signal.

Settings → channels and sessions → application → server; health at `/healthz`.
"""

import os

from services.chassis import gauges, process, telemetry
from services.chassis.settings import SettingsError
from services.pages.app import Shared, application
from services.pages.live import Hub
from services.pages.opendata.routes import routes
from services.pages.server import serve
from services.pages.services import Services
from services.pages.sessions import Sessions
from services.pages.settings import Settings
from services.pages.signing_in import embedded

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
    prometheus = gauges.listen(settings.metrics_listen)
    sessions = Sessions(settings.secret_keys, behind_tls=settings.behind_tls)
    async with Services(settings.catalog, settings.submissions, settings.metrics) as services:
        hub = Hub()
        shared = Shared(services, sessions, hub)
        app = application(
            shared,
            embedded(settings),
            behind_tls=settings.behind_tls,
            data=routes(services, settings),
        )
        await serve(app, settings, prometheus, ending=hub.end)


if __name__ == "__main__":
    main()
