"""Adopting a definition: whose it is, which version it becomes, and what its event says.

The stream of an id holds one event for each version, the nth of version n.
"""

from collections.abc import Sequence

from motcua.metrics.v1.events_pb2 import AdoptedReason, DefinitionAdopted
from services.chassis.errors import Refusal
from services.metrics.domain.indicators.definition import Definition
from services.metrics.domain.indicators.reasons import reasons
from services.metrics.domain.refusals import MetricsReason


def adopt(
    draft: Definition, adopted: Sequence[DefinitionAdopted], *, prefix: str
) -> DefinitionAdopted | None:
    """The event; None where this very text was adopted. A city's own id begins with its prefix,
    such as `hanoi.on_time`, so that no later version of the software brings the same id.
    """
    if any(each == adoption(draft) for each in adopted):
        return None
    if not draft.id.startswith(f"{prefix}."):
        values = {"definition": draft.id, "prefix": f"{prefix}."}
        raise Refusal(MetricsReason.DEFINITION_NOT_OWN, field="text.id", values=values)
    if draft.version != len(adopted) + 1:
        values = {"definition": draft.id, "next": str(len(adopted) + 1)}
        raise Refusal(
            MetricsReason.DEFINITION_VERSION_NOT_NEXT, field="text.version", values=values
        )
    return adoption(draft)


def adoption(definition: Definition) -> DefinitionAdopted:
    """All that figures by this definition follow from."""
    names = [name for name, _ in definition.exclusions]
    return DefinitionAdopted(
        definition=definition.id,
        version=definition.version,
        text=definition.text,
        reasons=[AdoptedReason(name=each, condition=reasons()[each].condition) for each in names],
        definition_digest=definition.digest.hex(),
    )
