"""What a visitor sends in a form: a few fields.

Promises a refusal for anything longer than a page awaits. Must not keep or log any of it.
"""

from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from services.pages.refused import Refused
from services.pages.words import WORDS

LARGEST = 10_000  # bytes


async def fields(request: Request, largest: int = LARGEST) -> dict[str, str]:
    """By name."""
    body = b""
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > largest:
                raise malformed()
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20))
    except (ValueError, ClientDisconnect):
        raise malformed() from None


def malformed() -> Refused:
    """The form cannot be read."""
    words = {language: said("refused.form") for language, said in WORDS.items()}
    return Refused(HTTPStatus.BAD_REQUEST, "FORM_MALFORMED", words)
