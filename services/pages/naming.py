"""What figures are called: definitions by their titles, units and services by their names, periods.

Promises an id where there is no name. Must not ask a service.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from motcua.metrics.v1 import events_pb2 as events
from motcua.metrics.v1.definitions_pb2 import Definition
from services import formats
from services.pages.words import Words


@dataclass(frozen=True)
class Naming:
    """What figures are called: definitions by `id@version`, names of units and services."""

    words: Words
    definitions: Mapping[str, Definition]
    names: Mapping[str, Any] = field(default_factory=dict)

    def title(self, rate: events.Rate) -> str:
        """The definition's title."""
        found = self.definition(rate)
        return self.words.of(found.title) if found else rate.receipt.definition

    def question(self, rate: events.Rate) -> str:
        """What a citizen would ask, where we have words for it; otherwise the title."""
        key = f"question.{rate.receipt.definition.replace('.', '_')}"
        return self.words(key) if self.words.has(key) else self.title(rate)

    def short(self, rate: events.Rate) -> str:
        """A name for the head of a column: our own, where the definition is ours."""
        key = f"short.{rate.receipt.definition.replace('.', '_')}"
        return self.words(key) if self.words.has(key) else self.title(rate)

    def definition(self, rate: events.Rate) -> Definition | None:
        """What a rate is counted by, as far as it is known here."""
        receipt = rate.receipt
        return self.definitions.get(f"{receipt.definition}@{receipt.version}")

    def called(self, name: str) -> str:
        """A unit or a service; its id where it has no name."""
        found = self.names.get(name)
        return self.words.of(found) if found is not None else name.partition("/")[2]

    def scope(self, scope: events.FigureScope) -> str:
        """Which units and services a figure is about."""
        unit = self.called(scope.unit) if scope.unit else self.words("scope.all_units")
        parts = [unit]
        if scope.alone:
            parts.append(self.words("scope.alone"))
        if scope.service:
            parts.append(self.called(scope.service))
        parts += [self.chosen(each) for each in scope.filters]
        if scope.HasField("units_time"):
            at = scope.units_time.ToDatetime(tzinfo=UTC)
            parts.append(self.words("scope.units", at=formats.instant(at, self.words.language)))
        return " · ".join(parts)

    def chosen(self, of: events.Filter) -> str:
        """Which items are counted, such as `channel: online, post`."""
        group = {"channel": "line", "extent": "extent"}.get(of.dimension, "value")
        values = [self.words.named(group, each) for each in of.values]
        return f"{self.words.named('dimension', of.dimension)}: {', '.join(values)}"

    def reason(self, rate: events.Rate, name: str) -> str:
        """Why items are excluded, in the words of the definition, or of another one: a draft may
        exclude for more.
        """
        found = self.definition(rate)
        known = [found, *self.definitions.values()] if found else self.definitions.values()
        titles = (self.words.of(r.title) for each in known for r in each.reasons if r.name == name)
        return next(titles, "") or name
