"""What keeps a form from coming in with a dossier: all of it at once, each with its place.

Example: a birth form without the mother's name and with a date of 31 February is refused for both,
at `form#/mother/name` and `form#/born`.
"""

from collections.abc import Iterator

from motcua.submissions.v1.events_pb2 import CHANNEL_ONLINE, Channel
from services.chassis.errors import Refusal
from services.submissions.domain.forms import reading
from services.submissions.domain.forms.evaluation import violations
from services.submissions.domain.forms.reasons import FIELD, FormReason
from services.submissions.domain.forms.schema import FormSchema


def faults_of(form: bytes, schema: FormSchema | None, channel: Channel) -> Iterator[Refusal]:
    """What is wrong with a form; `schema`: that of the service version, if it has one. What comes
    in on paper may come without data.
    """
    if not form:
        if schema is not None and channel == CHANNEL_ONLINE:
            yield Refusal(FormReason.FORM_MISSING, field=FIELD)
        return
    try:
        data = reading.read(form)
    except Refusal as refusal:
        yield refusal
        return
    if schema is not None:
        yield from (each.refusal() for each in violations(schema, data))
