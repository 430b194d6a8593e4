"""Kinds of panels: a line for each series, or one number, all of one source that the user picks.

Promises nothing that only colours tell: every line is named in the legend, with its last value.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from grafana_foundation_sdk.builders import common, dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.models.common import LegendDisplayMode, LegendPlacement
from grafana_foundation_sdk.models.dashboard import Dashboard, DataSourceRef

SOURCE = DataSourceRef(type_val="prometheus", uid="${source}")
HALF, HEIGHT = 12, 8  # of a row of 24


@dataclass(frozen=True)
class Lines:
    """An expression, how its series are named, and in which unit of Grafana's."""

    title: str
    expression: str
    legend: str
    unit: str = "short"
    description: str = ""
    examples: bool = False  # whether traces are shown in it

    def panel(self) -> timeseries.Panel:
        """As Grafana has it."""
        legend = (
            common.VizLegendOptions()
            .show_legend(True)
            .display_mode(LegendDisplayMode.TABLE)
            .placement(LegendPlacement.BOTTOM)
            .calcs(["lastNotNull", "max"])
        )
        panel = timeseries.Panel().title(self.title).description(self.description)
        panel = panel.datasource(SOURCE).unit(self.unit).min(0).legend(legend)
        return panel.span(HALF).height(HEIGHT).with_target(self.query())

    def query(self) -> prometheus.Dataquery:
        """What is asked."""
        query = prometheus.Dataquery().expr(self.expression).legend_format(self.legend)
        return query.ref_id("A").exemplar(self.examples).datasource(SOURCE)


@dataclass(frozen=True)
class Number(Lines):
    """The last value, in words of its unit."""

    def panel(self) -> stat.Panel:  # type: ignore[override]
        """As Grafana has it."""
        panel = stat.Panel().title(self.title).description(self.description).datasource(SOURCE)
        last = common.ReduceDataOptions().calcs(["lastNotNull"])
        panel = panel.unit(self.unit).span(6).height(4).reduce_options(last)
        return panel.with_target(self.query())


def slowest(histogram: str, *labels: str) -> str:
    """How long 99 of 100 take, by these labels."""
    rates = f"rate({histogram}_bucket[5m])"
    return f"histogram_quantile(0.99, sum by ({', '.join((*labels, 'le'))}) ({rates}))"


def page(uid: str, title: str, rows: Iterable[tuple[str, Iterable[Lines]]]) -> Dashboard:
    """One dashboard, in rows with titles."""
    made = (
        dashboard.Dashboard(title)
        .uid(uid)
        .tags(["motcua"])
        .time("now-6h", "now")
        .refresh("30s")
        .timezone("Asia/Ho_Chi_Minh")
        .with_variable(
            dashboard.DatasourceVariable("source").type("prometheus").label("Prometheus")
        )
    )
    for name, panels in rows:
        made = made.with_row(dashboard.Row(name))
        for each in panels:
            made = made.with_panel(each.panel())
    return made.build()
