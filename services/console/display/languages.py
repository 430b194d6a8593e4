"""Texts in several languages: each under its tag, and the one that is shown.

Asked for French, "Passport" (`en`) with "Passeport" (`other`, `fr-CA`) shows the latter; asked for
Vietnamese the former, since there is no Vietnamese and English comes next.
"""

from collections.abc import Mapping

from motcua.catalog.v1.events_pb2 import Text

PARTS = ("vi", "en", "other", "language")


def by_tag(text: Text) -> dict[str, str]:
    """By language tag, as far as there is one; the other language comes last."""
    found = {"vi": text.vi, "en": text.en}
    if text.other and text.language:
        found[text.language] = text.other
    return {tag: said for tag, said in found.items() if said.strip()}


def shown(text: Text, language: str) -> str:
    """In the language asked for, else in Vietnamese, else in English, else in the other; empty
    where nothing is said. `fr` finds `fr-CA`.
    """
    found = by_tag(text)
    asked = [said for tag, said in found.items() if tag.partition("-")[0] == language]
    return next(iter([*asked, *found.values()]), "")


def parts(text: Text) -> dict[str, str]:
    """As documents and tables have it: `vi`, `en`, `other` and its `language`."""
    return {name: getattr(text, name) for name in PARTS}


def of_parts(row: Mapping[str, str]) -> Text:
    """The text of a document or a row that has its parts."""
    return Text(**{name: row[name] for name in PARTS if name in row})
