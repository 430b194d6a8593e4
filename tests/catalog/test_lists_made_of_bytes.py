"""A list whose rows are bytes from the tables is the message that it stands for, and costs as much.

No stack: the rows are given.
"""

from __future__ import annotations

from motcua.catalog.v1 import catalog_pb2 as api
from services.catalog.api import ready
from services.chassis.limits.rows import rows_in


def test_a_page_of_bytes_is_its_message_and_costs_its_rows() -> None:
    units = [api.Unit(name=f"units/{n}") for n in range(3)]
    message = api.ListUnitsResponse(units=units, next_page_token="more", catalog_position=700)
    contents = (each.SerializeToString() for each in units)
    page = ready.page(api.ListUnitsResponse, contents, "more", 700)
    assert page.SerializeToString() == message.SerializeToString()
    assert rows_in(page, 0) == rows_in(message, 0) == 3


def test_one_resource_of_bytes_is_no_list() -> None:
    assert rows_in(ready.Ready(api.Unit(name="units/a").SerializeToString()), 0) == 0
