"""`--where`: only items with these values in dimensions, such as `--where channel=online`.

A dimension that is named several times takes each of its values. Must not know which there are.
"""

from collections.abc import Iterable, Sequence

import click

from motcua.metrics.v1.events_pb2 import Filter
from services.console.outcome import Mistake

where_option = click.option(
    "--where",
    "where",
    multiple=True,
    metavar="DIMENSION=VALUE",
    help="Only items with this value, such as channel=online or level=3; repeatable.",
)


def filters_from(stated: Sequence[str]) -> list[Filter]:
    """As a request has them. Raises Mistake where one is not written so."""
    found: dict[str, list[str]] = {}
    for each in stated:
        dimension, equals, value = each.partition("=")
        if not (dimension and equals and value):
            raise Mistake(f"--where is written DIMENSION=VALUE, not {each!r}")
        found.setdefault(dimension, []).append(value)
    return [Filter(dimension=dimension, values=values) for dimension, values in found.items()]


def text_of(filters: Iterable[Filter]) -> str:
    """Such as `channel=online,post level=3`; "" of none."""
    return " ".join(f"{each.dimension}={','.join(each.values)}" for each in filters)
