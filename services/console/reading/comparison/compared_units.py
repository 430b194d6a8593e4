"""The units whose figures are compared one by one with the service's.

Promises those for which the service might count what the second reading does not.
"""

from collections.abc import Iterable

from services.console.reading.figures.sums import FigureKey
from services.console.reading.folding.fold import Reading


def compared_units(reading: Reading, ours: Iterable[FigureKey]) -> list[str]:
    """The units with a figure of ours, and whoever ever stood above somebody: there the service
    might count what we do not.
    """
    return sorted({place.unit for place in ours} | units_above(reading) | {""})


def units_above(reading: Reading) -> set[str]:
    """Those below which a unit ever lay."""
    every = (place for places in reading.places.values() for place in places.values())
    return {place.parent for place in every if place.parent}
