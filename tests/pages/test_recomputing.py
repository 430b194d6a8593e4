"""The command that slips and reports show asks for just the figure of its receipt.

Must not need a service: the command line's own reading is not tested here.
"""

from google.type.date_pb2 import Date

from motcua.metrics.v1.events_pb2 import Filter, Period, Receipt, StreamPosition
from services.recomputing import command


def test_the_command_names_version_unit_filters_and_positions() -> None:
    receipt = Receipt(
        definition="on_time.ended",
        version=2,
        period=Period(start=Date(year=2026, month=10, day=1), end=Date(year=2026, month=11, day=1)),
        positions=[StreamPosition(stream="catalog", position=9)],
    )
    receipt.as_of.FromJsonString("2026-10-31T17:00:00Z")
    receipt.scope.unit = "units/an-lac"
    receipt.scope.filters.append(Filter(dimension="channel", values=["online", "post"]))
    receipt.scope.filters.append(Filter(dimension="field", values=["hộ tịch"]))
    assert command(receipt) == (
        "./motcua explain on_time.ended@2 --from 2026-10-01 --to 2026-11-01 --unit units/an-lac "
        "--where channel=online --where channel=post --where 'field=hộ tịch' "
        "--as-of 2026-10-31T17:00:00Z --as-known catalog=9"
    )
