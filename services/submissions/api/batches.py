"""Batches of submissions: messages of many requests, and of their answers in the same order.

What comes to a request is decided as SubmitDossier decides; nothing of that is here.
"""

from collections.abc import AsyncIterator, Iterable, Sequence

from motcua.submissions.v1 import submissions_pb2 as api
from services.chassis.batched import Answer
from services.chassis.errors import Refusal
from services.submissions.domain.refusals import SubmissionsReason

METHOD = api.DESCRIPTOR.services_by_name["DossierService"].methods_by_name["SubmitDossier"]
MOST = 100  # submissions of one message


async def submissions_of(
    messages: AsyncIterator[api.SubmitDossiersRequest],
) -> AsyncIterator[Sequence[api.SubmitDossierRequest]]:
    """Those of each message; one with too many ends the call."""
    async for message in messages:
        if len(message.submissions) > MOST:
            values = {"most": str(MOST)}
            raise Refusal(SubmissionsReason.TOO_MANY_RECORDS, field="submissions", values=values)
        yield message.submissions


def answered(answers: Iterable[Answer]) -> api.SubmitDossiersResponse:
    """The answer to a message."""
    return api.SubmitDossiersResponse(
        answers=[
            api.SubmissionAnswer(
                request_id=each.request.request_id, submitted=each.answer, refused=each.refused
            )
            for each in answers
        ]
    )
