"""Whether the rates of a list add up to the whole, and that they do.

Example: the dossiers of a city by channel are those of the city, each once; the services of a city
by ward are not, since a ward covers what the city covers.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from services.metrics.domain.figures import Figure, InconsistentFigureError


class Sums(NamedTuple):
    """What the lines of a list have come to so far."""

    considered: int = 0
    numerator: int = 0
    denominator: int = 0
    unknown: int = 0
    assisted: int = 0
    not_attributable: int = 0

    def plus(self, figures: Iterable[Figure]) -> "Sums":
        """With those of further lines."""
        every = (self, *map(_ADDED, figures))
        return Sums(*map(sum, zip(*every, strict=True)))


_ADDED = attrgetter(*Sums._fields)


def check_sums(lines: Sums, whole: Figure, *, by_time: bool) -> None:
    """All lines come to the whole. What is cut by the parts of a period stands in no line, and may
    stand in the whole: then nothing can be said. Raises InconsistentFigureError.
    """
    if by_time and lines.not_attributable:
        return
    expected = Sums().plus([whole])._replace(not_attributable=0)
    if lines._replace(not_attributable=0) != expected:
        raise InconsistentFigureError(f"{lines} of lines, {whole}")
