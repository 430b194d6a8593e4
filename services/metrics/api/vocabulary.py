"""Definitions and facts as the contract writes them, so that anybody can read and interpret them.

Must not name a column: how items are kept is nobody's business outside.
"""

from collections.abc import Iterator, Mapping

from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import metrics_pb2 as messages
from services.metrics.domain.figures import instant_message
from services.metrics.domain.indicators.definition import PERIODS, UNITS, Definition
from services.metrics.domain.indicators.kinds import Kind
from services.metrics.domain.indicators.reasons import reasons
from services.metrics.queries.adoptions import DEFINITIONS
from services.metrics.queries.kept_months import Months


def definition_message(each: Definition, lacking: Months | None = None) -> contract.Definition:
    """A definition with its text, its reasons in their order, and what is lacking of its sums."""
    months = contract.KeptMonths(months=lacking.months, kept=lacking.kept) if lacking else None
    return contract.Definition(
        name=f"{DEFINITIONS}{each.name}",
        adopt_time=instant_message(each.adopted.at) if each.adopted else None,
        position=each.position,
        kept_months=months,
        id=each.id,
        version=each.version,
        kind=each.kind.name,
        key=each.key,
        credited_unit=each.unit,
        adds_over_periods=PERIODS in each.adds_up_over,
        adds_over_units=UNITS in each.adds_up_over,
        title=text(each.title),
        description=text(each.description),
        text=each.text,
        digest=each.digest.hex(),
        reasons=[reason_message(name) for name, _ in each.exclusions],
        bounds=each.bounds,
    )


def reason_message(name: str) -> contract.DefinitionReason:
    """A reason with its condition."""
    ground = reasons()[name]
    title = messages.Text(vi=ground.vi, en=ground.en)
    return contract.DefinitionReason(name=name, condition=ground.condition, title=title)


def fact_messages(kind: Kind) -> Iterator[contract.Fact]:
    """The facts of a kind, in the order of their table."""
    for name, fact in kind.facts.items():
        vi, en = kind.texts[name]
        yield contract.Fact(
            kind=kind.name,
            name=name,
            type=fact.type,
            always_known=not fact.optional,
            words=[word for word, _ in fact.words],
            title=messages.Text(vi=vi, en=en),
        )


def text(both: Mapping[str, str]) -> messages.Text:
    """In both languages."""
    return messages.Text(vi=both["vi"], en=both["en"])
