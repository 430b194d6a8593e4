"""Drafts of definitions at the door: a text becomes a definition, a comparison a message.

Promises that whatever is wrong with a text is refused at its field before anything is counted.
"""

from motcua.metrics.v1 import definitions_pb2 as contract
from motcua.metrics.v1 import metrics_pb2 as messages
from motcua.metrics.v1.events_pb2 import Membership
from services.chassis.errors import Refusal
from services.metrics.domain.figures import instant_message
from services.metrics.domain.indicators.classification import ItemClass
from services.metrics.domain.indicators.definition import Definition, read
from services.metrics.domain.indicators.refusals import DefinitionReason
from services.metrics.domain.receipts import rate
from services.metrics.queries.drafts import Compared, Moved


def definition_of(text: bytes) -> Definition:
    """The draft that a file is. Raises Refusal with every fault, at `text` and its field."""
    try:
        return read(text.decode())
    except UnicodeDecodeError as error:
        values = {"why": str(error)}
        raise Refusal(DefinitionReason.DEFINITION_MALFORMED, field="text", values=values) from None
    except Refusal as refusal:
        raise refusal.below("text") from None


def compared(request: contract.CompareDefinitionRequest) -> messages.GetRateRequest:
    """The question that is answered by both."""
    return messages.GetRateRequest(
        definition=request.definition,
        version=request.version,
        unit=request.unit,
        service=request.service,
        start_date=request.start_date,
        end_date=request.end_date,
    )


def comparison_message(found: Compared, *, with_items: bool) -> contract.CompareDefinitionResponse:
    """As the contract has it; moves in the order of their places."""
    moves = sorted(found.moves.items(), key=lambda move: str(move[0]))
    return contract.CompareDefinitionResponse(
        answered=rate(found.answered),
        draft=rate(found.draft),
        moves=[
            contract.Move(was=item_class_message(was), now=item_class_message(now), count=n)
            for (was, now), n in moves
        ],
        items=[moved_message(each) for each in found.items] if with_items else [],
    )


def moved_message(each: Moved) -> contract.MovedByDraft:
    """An item, where it stood and where it stands by the draft."""
    return contract.MovedByDraft(
        id=each.name,
        was=item_class_message(each.was),
        now=item_class_message(each.now),
        unit=each.unit,
        service=each.service,
        key_time=instant_message(each.key_at),
        source=each.source,
        source_key=each.source_key,
    )


def item_class_message(item_class: ItemClass | None) -> contract.Standing:
    """An item's class as a message; unspecified where it is not considered."""
    if item_class is None:
        return contract.Standing()
    return contract.Standing(
        membership=Membership.Name(item_class.membership),
        reason=item_class.reason,
    )
