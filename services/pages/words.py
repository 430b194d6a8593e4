"""What pages say, in Vietnamese and in English: `words.toml` has every text under its key.

Promises the same keys in both languages. Must not hold what the services say: definitions, reasons
and units have names of their own.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.pages.settings import HERE

LANGUAGES = ("vi", "en")
ONE = (1, "1")  # of which English has a third text, where a count is told


def flattened(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, list[str]]]:
    """Keys with dots, and the texts by language."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{before}{key}.")
        else:
            yield f"{before}{key}", value


TEXTS = dict(flattened(tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8"))))


@dataclass(frozen=True)
class Words:
    """The texts of one language."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        """A text with its values in place; a key that there is not is a fault of ours."""
        said = TEXTS[key][LANGUAGES.index(self.language)]
        if self.language == "en" and len(TEXTS[key]) > len(LANGUAGES) and values["count"] in ONE:
            said = TEXTS[key][-1]
        return said.format(**values) if values else said

    def named(self, group: str, name: str) -> str:
        """A name that a service gives, in our words where we have some for it."""
        key = f"{group}.{name}"
        return self(key) if key in TEXTS else name.replace("_", " ")

    def has(self, key: str) -> bool:
        """Whether there is such a text."""
        return key in TEXTS

    def of(self, text: Any) -> str:
        """Of a message with `vi` and `en`: this language, else what there is."""
        own = str(getattr(text, self.language))
        return own or text.vi or text.en or getattr(text, "other", "")


WORDS = {language: Words(language) for language in LANGUAGES}
