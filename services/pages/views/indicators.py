"""Indicators: all that are answered, and each in words, as data, and by months.

Definitions are public; what they give is shown by the visitor's own right.
"""

from motcua.metrics.v1.definitions_pb2 import Definition
from motcua.metrics.v1.events_pb2 import Rate
from services.pages import questions
from services.pages.naming import Naming
from services.pages.refused import Refused
from services.pages.tables import Column, Link, Row, Table
from services.pages.views import months
from services.pages.visit import Page, Visit

FEATURES = ("kind", "key", "credited_unit")


async def indicators(visit: Visit) -> Page:
    """The list, each in its newest version."""
    words, found = visit.words, await visit.reading.definitions()
    columns = [
        Column("indicator", words("column.indicator")),
        Column("id", words("column.id"), "code"),
        Column("kind", words("column.kind")),
        Column("key", words("column.key")),
        Column("adds", words("column.adds")),
    ]
    rows: list[Row] = [
        {
            "indicator": Link(words.of(each.title), visit.to(f"/indicators/{each.id}"), each.id),
            "id": f"{each.id}@{each.version}",
            "kind": said(visit, "kind", each.kind),
            "key": said(visit, "key", each.key or each.kind),
            "adds": adds(visit, each),
        }
        for name, each in sorted(found.items())
        if "@" not in name
    ]
    table = Table("indicators", words("indicators.caption"), columns, rows)
    return Page("indicators.html", words("place.indicators"), {}, [table], place="indicators")


def features(definition: Definition) -> dict[str, str]:
    """What is counted, by which time and for whom; what is counted at an instant has no key."""
    found = {name: getattr(definition, name) for name in FEATURES}
    return {**found, "key": definition.key or definition.kind}


def said(visit: Visit, feature: str, value: str) -> str:
    """A word of a definition in the reader's language, where we have one."""
    return visit.words.named(feature, value)


def adds(visit: Visit, definition: Definition) -> str:
    """Over what it adds up."""
    names = [
        visit.words(f"adds.{each}")
        for each in ("periods", "units")
        if getattr(definition, f"adds_over_{each}")
    ]
    return ", ".join(names) or visit.words("adds.nothing")


async def indicator(visit: Visit) -> Page:
    """One definition."""
    name = visit.path["indicator"]
    version = questions.text(visit.parameters, "version")
    found = await visit.reading.definitions()
    definition = found.get(f"{name}@{version}" if version else name)
    if definition is None:
        raise questions.unknown("indicator")
    by_month = await of_months(visit, definition.id)
    naming = Naming(visit.words, found)
    versions = [each for key, each in sorted(found.items()) if key.startswith(f"{name}@")]
    return Page(
        "indicator.html",
        visit.words.of(definition.title),
        {
            "definition": definition,
            "features": [
                (visit.words(f"column.{name}"), said(visit, name, value))
                for name, value in features(definition).items()
            ],
            "adds": adds(visit, definition),
            "versions": [
                Link(
                    f"{each.id}@{each.version}",
                    visit.to(f"/indicators/{name}", version=each.version),
                )
                for each in versions
            ],
            "draft": visit.to(f"/indicators/{name}/draft")
            if visit.visitor.units("publisher")
            else "",
            "charts": months.charts(by_month, naming),
        },
        [reasons(visit, definition), *([months.table(by_month, naming)] if by_month else [])],
        place="indicators",
    )


def reasons(visit: Visit, definition: Definition) -> Table:
    """Why an item is excluded, the first reason that applies, and by which condition."""
    words = visit.words
    columns = [
        Column("reason", words("column.reason")),
        Column("condition", words("column.condition"), "expression"),
    ]
    rows: list[Row] = [
        {"reason": words.of(each.title) or each.name, "condition": each.condition}
        for each in definition.reasons
    ]
    caption = words("indicators.reasons")
    return Table("reasons", caption, columns, rows, empty=words("indicators.no_reasons"))


async def of_months(visit: Visit, definition: str) -> dict[str, list[Rate]]:
    """Its months, of all units or of the visitor's; nothing where his role gives none."""
    if visit.visitor.is_public:
        return {}
    unit = visit.visitor.unit
    try:
        await visit.reading.settle(unit)
        return await months.of_each(visit.reading, unit, [definition])
    except Refused:
        return {}
