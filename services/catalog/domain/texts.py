"""Texts in several languages: Vietnamese, English, and one other with its tag.

A name is said in Vietnamese or in the other language; English stands beside one of them. So an
inventory of another country keeps its names as they are: `en` "Passport", `other` "Passeport",
`language` "fr".
"""

import re
from collections.abc import Iterator

from motcua.catalog.v1.events_pb2 import Text
from services.catalog.domain.refusals.shared import CatalogReason
from services.chassis.errors import Refusal, refuse_all
from services.chassis.reasons import Reason

# RFC 5646, section 2.1, each part in the case of section 2.1.1; no tag of private use alone, and
# none of the old irregular ones, all of which have another.
_TAG = re.compile(
    "([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})"  # language
    "(-[A-Z][a-z]{3})?"  # script
    "(-([A-Z]{2}|[0-9]{3}))?"  # region
    "(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    "(-[0-9a-wyz](-[a-z0-9]{2,8})+)*"  # extensions
    "(-x(-[a-z0-9]{1,8})+)?"  # private use
)
_LONGEST_TAG = 100


def title(text: Text) -> str:
    """What something is called where one name is wanted: in Vietnamese, else in English, else in
    the other language.
    """
    return next((each for each in (text.vi, text.en, text.other) if each.strip()), "")


def has_original(text: Text) -> bool:
    """Whether there is a text in Vietnamese or another language; English is a translation."""
    return bool(text.vi.strip() or text.other.strip())


def require_stated(stated: str, ground: Reason, *, field: str) -> None:
    """Refuse a text with nothing in it."""
    if not stated.strip():
        raise Refusal(ground, field=field)


def require_name(text: Text, *, field: str) -> None:
    """Refuse what is no name."""
    refuse_all(wrong_name(text, field=field))


def wrong_name(text: Text, *, field: str) -> Iterator[Refusal]:
    """What is wrong with a text that is needed."""
    if not has_original(text):
        yield Refusal(CatalogReason.DISPLAY_NAME_MISSING, field=f"{field}.vi")
    yield from _wrong_language(text, field)


def wrong_text(text: Text, *, field: str) -> Iterator[Refusal]:
    """What is wrong with a text that may be absent."""
    if text.en.strip() and not has_original(text):
        yield Refusal(CatalogReason.VIETNAMESE_MISSING, field=f"{field}.vi")
    yield from _wrong_language(text, field)


def _wrong_language(text: Text, field: str) -> Iterator[Refusal]:
    if not text.language:
        if text.other.strip():
            yield Refusal(CatalogReason.LANGUAGE_MISSING, field=f"{field}.language")
        return
    primary, values = text.language.partition("-")[0], {"language": text.language}
    if not text.other.strip():
        yield Refusal(CatalogReason.LANGUAGE_WITHOUT_TEXT, field=f"{field}.other", values=values)
    if len(text.language) > _LONGEST_TAG or not _TAG.fullmatch(text.language):
        yield Refusal(CatalogReason.LANGUAGE_MALFORMED, field=f"{field}.language", values=values)
    elif primary == "vi" or (primary == "en" and text.en.strip()):
        yield Refusal(
            CatalogReason.LANGUAGE_HAS_A_FIELD,
            field=f"{field}.language",
            values={**values, "own": primary},
        )
