"""What must hold of every answer, whatever was asked.

Promises a sentence for each thing that does not hold. Must not call anything.
"""

import grpc

from services.console.development.fuzzing.calls import Call, Manner
from services.console.development.fuzzing.sending import Answer

SLOWEST = 5.0  # seconds on a quiet machine
LANGUAGES = {"vi", "en"}
OK, CANCELLED = grpc.StatusCode.OK, grpc.StatusCode.CANCELLED
FAULTS = {grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DATA_LOSS}
# What gRPC itself says, before a service hears of the call or when the client is gone.
OF_GRPC = (
    "larger than max", "metadata size exceeds", "Internal error from Core", "Illegal header",
    "Missing :authority", "No message returned for unary request", "Received RST_STREAM",
)  # fmt: skip
HEALTH = ("/grpc.health.", "/grpc.reflection.")
UNCERTAIN = {grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, CANCELLED}


def fault(call: Call, answer: Answer) -> str:
    """What is wrong with an answer; "" where nothing is."""
    if answer.code in {OK, CANCELLED} or is_of_grpc(answer):
        return ""
    if answer.code in FAULTS:
        return f"{answer.code.name} {answer.reason}: {answer.message}"
    return "" if call.path.startswith(HEALTH) else fault_of_refusal(answer)


def fault_of_refusal(answer: Answer) -> str:
    """What is missing in one."""
    if answer.code is grpc.StatusCode.DEADLINE_EXCEEDED and not answer.reason:
        return f"no answer: in {answer.seconds:.0f} s"
    if not answer.reason:
        return f"{answer.code.name} without a reason: {answer.message}"
    languages = sorted(answer.languages)
    return "" if answer.languages == LANGUAGES else f"{answer.reason} in other words: {languages}"


def is_of_grpc(answer: Answer) -> bool:
    """Whether no service said it."""
    return not answer.reason and any(each in answer.message for each in OF_GRPC)


def is_slow(call: Call, answer: Answer) -> bool:
    """Whether the service took too long, and not the client."""
    patient = call.manner is Manner.PLAIN and not call.endless
    return patient and answer.seconds > SLOWEST


def stores_nothing(call: Call, answer: Answer) -> bool:
    """Whether nothing may be stored of it: it was refused as a whole, for certain."""
    alone = not call.uploads or len(call.messages) == 1
    return answer.code is not OK and answer.code not in UNCERTAIN and alone and not answer.received
