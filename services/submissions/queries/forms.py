"""The schemas of forms as service versions have them, compiled once, and kept while there is room.

A schema is known by the digest that stands with its version: a version that is said again with
another form has another one. Must never ask the catalogue itself.
"""

import hashlib
from collections import OrderedDict

from services.chassis.errors import Refusal
from services.submissions.domain.forms.reasons import FormReason
from services.submissions.domain.forms.schema import FormSchema
from services.submissions.domain.offerings import Version
from services.submissions.queries.catalogue import Catalogue

MOST_KEPT = 5_000_000  # characters of their texts: 50 of the largest, thousands of usual ones


def digest(text: str) -> bytes | None:
    """By which the schema of a form is known, SHA-256; None: there is no form."""
    return hashlib.sha256(text.encode()).digest() if text else None


class Forms:
    """Compiled schemas; the one that was asked for last goes last."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._kept: OrderedDict[bytes | None, FormSchema] = OrderedDict()
        self._size = 0

    async def of(self, service: str, version: Version | None) -> FormSchema | None:
        """The schema of a version's form; None where it has none."""
        if version is None or version.form is None:
            return None
        if (kept := self._kept.get(version.form)) is not None:
            self._kept.move_to_end(version.form)
            return kept
        content = await self._catalogue.service_content(service, version.number)
        text = content.form_schema if content else ""
        return self._compiled(service, text) if text else None

    def _compiled(self, service: str, text: str) -> FormSchema:
        try:
            form = FormSchema(text)
        except ValueError:
            raise Refusal(FormReason.FORM_SCHEMA_UNUSABLE, values={"service": service}) from None
        if (known := digest(text)) not in self._kept:
            self._kept[known] = form
            self._size += form.size
        while self._size > MOST_KEPT and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1].size
        return form
