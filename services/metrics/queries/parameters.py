"""The first parameters of statements about items, in the order in which the SQL files name them.

Must not read a table.
"""

from datetime import datetime
from typing import Any

from services.metrics.domain.figures import Positions, Question
from services.metrics.queries.chosen import chosen_by
from services.metrics.queries.classified import classified


def figure_values(
    question: Question, position: int | None = None
) -> tuple[str, str, bool, str, datetime, int]:
    """Those of `figures.sql`; `position` of submissions, where what is chosen depends on it."""
    scope, definition = question.scope, question.definition
    key = classified(definition).key.number
    chosen = chosen_by(scope, position)
    return definition.name, scope.unit, scope.alone, chosen, question.as_of, key


def statement(name: str, question: Question) -> str:
    """The statement over the items of a question."""
    among = question.among is not None
    return classified(question.definition).statement(name, among=among)


def units(question: Question) -> tuple[list[str], ...]:
    """Its last parameter, where the question is about certain units."""
    return () if question.among is None else (list(question.among),)


def known_values(
    question: Question, instants: tuple[datetime, datetime], positions: Positions
) -> tuple[Any, ...]:
    """Those of `items.sql` and `leaves.sql`."""
    _, *scope, key = figure_values(question, positions.submissions)
    return (*scope, *instants, *positions, key)
