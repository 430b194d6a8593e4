"""The definitions that come with the software, a file each in `definitions/`.

A file that was released is never changed: another meaning is another version, in another file.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from services.metrics.domain.indicators.definition import Definition, read

ORDER = (  # in which they are adopted and listed
    "coverage.l3l4@1",
    "coverage.full@1",
    "coverage.fully_online@1",
    "coverage.fully_online.of_all@1",
    "coverage.one_stop@1",
    "activity@1",
    "online_handling@1",
    "online_handling.all@1",
    "online_handling.ended@1",
    "online_handling.e_result@1",
    "on_time.ended@1",
    "on_time.received@1",
    "handling_time.ended@1",
    "payment.online@1",
    "e_result@1",
    "satisfaction.derived@1",
    "satisfaction.rating@1",
    "online_handling.acts@1",
    "petition.on_time@1",
    "petition.first_request@1",
    "petition.published@1",
    "counter.waiting@1",
    "standard.met@1",
    "stock.open@1",
    "stock.paused@1",
    "stock.overdue@1",
)


@cache
def shipped() -> Mapping[str, Definition]:
    """All of them, by name."""
    folder = Path(__file__).with_name("definitions")
    found = [read(path.read_text()) for path in folder.glob("*.toml")]
    found.sort(key=lambda each: ORDER.index(each.name))
    return {definition.name: definition for definition in found}
