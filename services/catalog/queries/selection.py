"""A list's question → one statement, put together from named parts of sql/list.sql.

It holds only what was asked, so that the database can plan for it; values are always arguments.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from services.catalog.queries.questions import (
    OFFERINGS,
    SERVICES,
    UNITS,
    Conditions,
    Page,
    TimeAxes,
)

EVERYTHING = Conditions()
FEW = 16  # so many units are read one by one, each in order; of more, all is filtered
_PLACEHOLDER = re.compile(r"(?<![:\w]):([a-z_]+)")

Statement = tuple[str, list[Any]]


class Matched(NamedTuple):
    """The services and units that words were found in: an offering is found by their names."""

    services: tuple[str, ...] = ()
    units: tuple[str, ...] = ()

    @classmethod
    def of(cls, rows: Iterable[Any]) -> "Matched":
        """From rows of (kind, name)."""
        found: dict[str, list[str]] = {SERVICES: [], UNITS: []}
        for kind, name in rows:
            found[kind].append(name)
        return cls(tuple(found[SERVICES]), tuple(found[UNITS]))


class Listing:
    """One question; `sql` has the parts, `matched` what words were found in, for offerings."""

    def __init__(
        self,
        sql: Mapping[str, str],
        kind: str,
        axes: TimeAxes,
        conditions: Conditions,
        *,
        page: Page | None = None,
        matched: Matched | None = None,
    ) -> None:
        self.sql, self.kind, self.conditions, self.matched = sql, kind, conditions, matched
        self.by_title = page is not None and page.by_title
        self.hides_drafts = kind == SERVICES and axes.drafts is not None
        self.values: dict[str, Any] = {"kind": kind, **axes._asdict()}
        if page:
            self.values |= {"after": page.after, "key": page.key, "size": page.size}

    def listed(self) -> Statement:
        """The statement for a page."""
        if self.kind == OFFERINGS and self.by_title:
            return self.written(["list_by_service", *self.among(), "order_by_service"])
        order = "title" if self.by_title else "name"
        few = self.few()
        if not few:
            return self.written(["list", *self.among(), f"after_{order}", f"order_by_{order}"])
        where = [*self.narrowed(), f"after_{order}", f"order_by_{order}"]
        plans = [[plan, *where, f"end_of_{plan}"] for plan in few]
        parts = ["of_few" if self.by_title else "of_few_once", *plans[0]]
        parts += [part for plan in plans[1:] for part in ("and", *plan)]
        return self.written([*parts, "end_of_few", f"order_by_{order}"])

    def counted(self) -> Statement:
        """The statement that counts."""
        return self.written(["count", *self.among(), "count_alike"])

    def few(self) -> list[str]:
        """The ways in by single services or units, where there are few, or few of those matter to
        the page; [] where all is walked.
        """
        if self.matched:
            return self.matching(self.matched)
        units = self.conditions.units
        if units is None or not 1 < len(units) <= FEW or self.conditions.parent:
            return []
        self.values["few_units"] = units
        return ["few_units"]

    def matching(self, matched: Matched) -> list[str]:
        """The same for what words were found in. A subtree may leave hardly anything of a service,
        so that many would have to be read.
        """
        many = len(matched.services) + len(matched.units) > FEW
        if many and (self.conditions.units is not None or len(matched.units) > FEW):
            return []
        plans = {"in_services": matched.services, "few_units": matched.units}
        self.values |= plans
        return [plan for plan, names in plans.items() if names]

    def among(self) -> Iterator[str]:
        """All that narrows a walk over everything."""
        yield from self.narrowed()
        units = self.conditions.units
        if units is not None and len(units) != 1 and not self.matched:
            self.values["units"] = self.conditions.units
            yield "where_units"
        if self.matched:
            self.values |= {"services": self.matched.services, "offered_by": self.matched.units}
            yield "where_matched"

    def narrowed(self) -> Iterator[str]:
        """What applies to each resource, whichever way it is found."""
        asked = self.conditions
        if self.hides_drafts:
            yield "where_seen"
        if asked.parent:
            self.values["parent"] = asked.parent
            yield "where_parent"
        if asked.units is not None and len(asked.units) == 1:
            [self.values["one_unit"]] = asked.units
            yield "where_one_unit"
        elif asked.units is not None and self.matched:
            self.values["units"] = asked.units
            yield "where_units"
        if asked.not_units:
            self.values["outside"] = asked.not_units
            yield "where_not_outside"
        if asked.words and not self.matched:
            self.values["words"] = tsquery(asked.words)
            yield "where_words"
        for each in asked.filters:
            column = f"not_{each.column}" if each.negated else each.column
            self.values[column] = each.among
            yield f"where_{column}"

    def written(self, parts: Iterable[str]) -> Statement:
        """The parts as one statement; named places → numbered ones, in order of their first use."""
        numbers: dict[str, int] = {}
        text = " ".join([self.sql[part] for part in parts])
        text = _PLACEHOLDER.sub(lambda at: f"${numbers.setdefault(at[1], len(numbers) + 1)}", text)
        return text, [self.values[name] for name in numbers]


def tsquery(words: Sequence[str]) -> str:
    """All of the words, the last perhaps unfinished, as the database looks for them."""
    quoted = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in words]
    return " & ".join(quoted) + ":*"
