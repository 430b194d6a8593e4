"""`python -m deploy.dashboards`: writes the dashboards as JSON, as Grafana takes them.

Needs what `./motcua` installs for the tests; a service does not.
"""

import json
from pathlib import Path

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import Dashboard

from deploy.dashboards.pages import all_pages

HERE = Path(__file__).parent


def written(page: Dashboard) -> str:
    """The same bytes for the same dashboard."""
    return json.dumps(page, cls=JSONEncoder, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def main() -> None:
    """Each into a file of its own."""
    for name, page in all_pages().items():
        (HERE / f"{name}.json").write_text(written(page), encoding="utf-8")


if __name__ == "__main__":
    main()
