"""Names of figures and of their publications: the same for the same question, always.

Derived ids, so that nobody who publishes chooses one, and a repeat has the same. Must not tell what
was counted.
"""

from services.chassis.ids import derived
from services.chassis.subjects import token
from services.metrics.domain.figures import Question
from services.metrics.domain.publications import PUBLICATIONS

FIGURES = "figures/"


def figure_name(question: Question) -> str:
    """`figures/{figure}`, by definition, scope, period and as_of."""
    scope, period = question.scope, question.period
    alone = "alone" if scope.alone else ""
    days = (period.start.isoformat(), period.end.isoformat(), question.as_of.isoformat())
    filters = (part for on, of in scope.filters for part in (on, str(len(of)), *of))
    units = (f"units {scope.units_at.isoformat()}",) if scope.units_at else ()
    parts = (question.definition.name, scope.unit, scope.service, alone, *days, *filters, *units)
    return f"{FIGURES}{derived('figure', *parts)}"


def publication_name(figure: str, supersedes: str) -> str:
    """`publications/{publication}`, by the figure and what it takes the place of. Not by its
    numbers: names are public, and whoever tries numbers would find those of a hidden figure.
    """
    return f"{PUBLICATIONS}{derived('publication', figure, supersedes)}"


def unit_token(unit: str) -> str:
    """A unit in a subject of NATS: its id without `units/`, as one token; `all`: the whole tree."""
    if unit in {"", "units/all"}:
        return "%61ll" if unit else "all"
    return token(unit.removeprefix("units/"))
