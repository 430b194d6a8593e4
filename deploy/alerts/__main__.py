"""`python -m deploy.alerts`: writes the rules as Prometheus' operator takes them.

Promises that each PrometheusRule has the text of one file of rules, which promtool has tried.
"""

from pathlib import Path
from textwrap import indent

HERE = Path(__file__).parent
MANIFEST = HERE.parent / "kubernetes" / "monitoring" / "rules.yaml"
TITLE = (
    "# The files of deploy/alerts, written by `.venv/bin/python -m deploy.alerts`: change those."
)
HEAD = """apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: motcua-{name}
  labels:
    app.kubernetes.io/name: motcua-{name}
    app.kubernetes.io/component: monitoring
    app.kubernetes.io/part-of: motcua
spec:
"""


def manifest() -> str:
    """One document for each file of rules, in the order of their names."""
    parts = [
        HEAD.format(name=path.stem) + indent(path.read_text(encoding="utf-8"), "  ")
        for path in sorted(HERE.glob("*.yaml"))
    ]
    return TITLE + "\n" + "---\n".join(parts)


def main() -> None:
    """Into the manifests of monitoring."""
    MANIFEST.write_text(manifest(), encoding="utf-8")


if __name__ == "__main__":
    main()
