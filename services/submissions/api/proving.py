"""Number and secret: the one place where a pair is looked at, of whatever it names.

Any wrong pair gets the same answer after the same work, whether the number exists or not. Wrong
ones are counted, and told to wait beyond the limit; the right one always opens.
"""

from services.chassis.call import Call, current
from services.chassis.errors import Refusal
from services.submissions.api.context import Context
from services.submissions.domain.numbers import opens
from services.submissions.domain.refusals import SubmissionsReason


async def require_pair(context: Context, *, number: str, secret: str, name: str | None) -> str:
    """The name that the number names, where the secret opens it; None: nobody has the number."""
    if opens(context.keys.keys.values(), name, secret):
        return str(name)
    call = current()
    wait = await context.wrong_pairs.count(number, limit_key(call), context.clock())
    if wait is None:
        raise Refusal(SubmissionsReason.NUMBER_OR_SECRET_WRONG)
    call.guessing = True
    raise Refusal(
        SubmissionsReason.WRONG_PAIRS_TOO_MANY, retry_after=max(wait.total_seconds(), 1.0)
    )


async def require_dossier(context: Context, *, number: str, secret: str) -> str:
    """The dossier whose number and secret these are."""
    name = await context.tracking.dossier_of(number)
    return await require_pair(context, number=number, secret=secret, name=name)


def limit_key(call: Call) -> str:
    """The key of the limit of wrong pairs: the token's subject, with the visitor's address where
    the portal is believed to say it, so that no visitor uses up what others have; else an address.
    """
    if call.caller.is_public:
        return f"address\0{call.asker}"
    for_whom = f"\0{call.visitor}" if call.visitor else ""
    return f"subject\0{call.caller.subject}{for_whom}"
