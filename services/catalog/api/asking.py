"""Reading for every kind of resource: when a question is about, one resource, several, a page.

Promises that a read shows what this process wrote, that all pages of a list see one catalogue, and
that what is not there is refused by name. Must not know a statement of SQL.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from google.protobuf.message import Message

from services.catalog.api import drafts, ready
from services.catalog.api.door import Door, asked, found
from services.catalog.api.filters import filters
from services.catalog.api.pages import MOST_BYTES, Cursor, fitting
from services.catalog.domain import effective, names, spelling
from services.catalog.domain.refusals.reading import (
    ANSWER_TOO_LARGE,
    KNOWN_TIME_AHEAD,
    KNOWN_TWICE,
    NONE_THEN,
    ORDER_UNKNOWN,
    QUERY_WITHOUT_WORDS,
)
from services.catalog.queries import (
    CALENDARS,
    OFFERINGS,
    SERVICES,
    TARGETS,
    UNITS,
    Conditions,
    Found,
    Subtree,
    When,
)
from services.chassis.errors import LIST_TOO_LONG, POSITION_INVALID, Refusal, beyond_end
from services.chassis.page_tokens import size_of

MOST_NAMES, MOST_WORDS = 1000, 20
TITLE = "display_name"
GREATEST = 2**63 - 1  # of a number in the log, whose positions end before it
NAMED: Mapping[str, Callable[..., object]] = {
    UNITS: names.unit,
    SERVICES: names.service,
    OFFERINGS: names.offering,
    CALENDARS: names.calendar,
    TARGETS: names.target,
}


class ReadingDoor(Door):
    """A door that is asked, too."""

    async def when(self, request: Any) -> When:
        """Both time axes of a question, once the tables can answer it."""
        known = await self.known_by(request)
        await self.shown(at_least=known or 0)
        at = asked(request, "as_of") if has(request, "as_of") else None
        return When(at or self.clock(), self.projection.position if known is None else known)

    async def known_by(self, request: Any) -> int | None:
        """The position at which something was to be known; None: now."""
        position, moment = request.as_known, asked(request, "as_known_time")
        if position and moment:
            raise Refusal(KNOWN_TWICE, field="as_known_time")
        if moment:
            return await self.position_at(moment)
        return await self.settled(position, field="as_known") if position else None

    async def position_at(self, moment: datetime) -> int:
        """The last position that was recorded by a moment."""
        position = await self.reader.position_at(moment)
        if position is None:
            values = {"time": effective.shown(moment)}
            raise Refusal(KNOWN_TIME_AHEAD, field="as_known_time", values=values)
        return position

    async def settled(self, position: int, *, field: str) -> int:
        """A position of the log; within a command, the one before it."""
        if position < 0:
            raise Refusal(POSITION_INVALID, field=field)
        settled = await self.reader.settled(position) if position < GREATEST else None
        if settled is None:
            raise beyond_end("catalog", position, field=field)
        return settled

    async def page(self, request: Any) -> tuple[Cursor, int]:
        """Where a page begins and how long it is; the first one fixes both time axes for all."""
        size, cursor = size_of(request), Cursor.begun(request)
        if cursor is None:
            return Cursor("", await self.when(request)), size
        await self.shown(at_least=cursor.when.known)
        return cursor, size

    async def seen(self, kind: str, name: str, when: When) -> Found | None:
        """One resource as it was then, if it was there and the caller may see it."""
        return drafts.shown(await self.reader.get(kind, name, when))

    def by_caller(self, kind: str, when: When, *, by_words: bool = False) -> When:
        """The question, for what the caller may see."""
        # Offerings are found by words of their services.
        if kind != SERVICES and not (kind == OFFERINGS and by_words):
            return when
        return when._replace(drafts=drafts.units_of_caller(self.tree))

    async def one(self, kind: str, request: Any) -> Any:
        """The resource that a request names, as it was then."""
        name = request.name
        NAMED[kind](name, field="name")
        when = await self.when(request)
        return ready.Ready(found(await self.seen(kind, name, when), name, when).content)

    async def several(self, kind: str, request: Any) -> list[Any]:
        """The resources that a request names, as they were then; without those that were not."""
        if len(request.names) > MOST_NAMES:
            raise Refusal(LIST_TOO_LONG, field="names", values={"most": str(MOST_NAMES)})
        for name in request.names:
            NAMED[kind](name, field="names")
        when = self.by_caller(kind, await self.when(request))
        asked_for = list(dict.fromkeys(request.names))  # each is answered once
        found, beyond = await self.reader.batch(kind, asked_for, when, most=MOST_BYTES)
        if beyond:
            fits = list(request.names).index(beyond)
            values = {"most": str(MOST_BYTES), "fits": str(fits)}
            raise Refusal(ANSWER_TOO_LARGE, field="names", values=values)
        return [row.message for row in drafts.marked(found, when)]

    async def many(self, kind: str, request: Any, *, parent: str = "") -> tuple[list[Any], str]:
        """A page of resources, and the token of the next one."""
        rows, token = await self.rows(kind, request, parent=parent)
        return [row.message for row in rows], token

    async def listed(
        self, kind: str, request: Any, response: type[Message], *, parent: str = ""
    ) -> Any:
        """The same as the whole answer: its resources, and the token."""
        rows, token = await self.rows(kind, request, parent=parent)
        return ready.page(response, (row.content for row in rows), token)

    async def rows(self, kind: str, request: Any, *, parent: str) -> tuple[list[Found], str]:
        """A page of what was found, and the token of the next one."""
        by_title, words = in_order_of_titles(request), words_of(request)
        asked_for = filters(kind, request.filter) if has(request, "filter") else ()
        conditions = Conditions(parent=parent, words=words, filters=asked_for)
        cursor, size = await self.page(request)
        if has(request, "subtree"):
            conditions = await self.narrowed(request, cursor.when, conditions)
        page = cursor.page(size, by_title=by_title)
        when = self.by_caller(kind, cursor.when, by_words=bool(words))
        found = drafts.marked(await self.reader.list(kind, when, page, conditions), when)
        if parent and not found:
            await self.require(SERVICES, parent, cursor.when, field="parent")
        fits = fitting((len(row.content) for row in found), size)
        return found[:fits], cursor.token_after(request, fits, found)

    async def units_of(self, request: Any, when: When) -> tuple[str, ...] | None:
        """The units of the subtree that a request names; None: it names none."""
        if not has(request, "subtree") or not request.subtree:
            return None
        return (await self.subtree(request.subtree, when)).inside

    async def subtree(self, top: str, when: When) -> Subtree:
        """The units of a subtree, and those outside where that is known at once."""
        names.unit(top, field="subtree")
        found = self.tree.below(top, when.as_of, known=when.known)
        found = found or Subtree(await self.reader.inside(top, when), None)
        if not found.inside:
            raise _none_then(top, when, field="subtree")
        return found

    async def narrowed(self, request: Any, when: When, conditions: Conditions) -> Conditions:
        """The conditions, in the subtree that a request names: said by what is shorter."""
        if not request.subtree:
            return conditions
        inside, outside = await self.subtree(request.subtree, when)
        if outside is None or len(inside) <= len(outside):
            return replace(conditions, units=inside)
        return replace(conditions, not_units=("", *outside))

    async def require(self, kind: str, name: str, when: When, *, field: str) -> Found:
        """A resource that a request refers to."""
        row = await self.seen(kind, name, when)
        if row is None:
            raise _none_then(name, when, field=field)
        return row


def has(request: Any, field: str) -> bool:
    """Whether requests of this type have the field."""
    return field in request.DESCRIPTOR.fields_by_name


def in_order_of_titles(request: Any) -> bool:
    """Whether a list is asked for in order of display names, not of names."""
    order = request.order_by if has(request, "order_by") else ""
    if order not in {"", "name", TITLE}:
        raise Refusal(ORDER_UNKNOWN, field="order_by", values={"order": order})
    return order == TITLE


def words_of(request: Any) -> tuple[str, ...]:
    """The words that are searched for."""
    query = request.query if has(request, "query") else ""
    words = tuple(spelling.words(query))
    if query and not 1 <= len(words) <= MOST_WORDS:
        raise Refusal(QUERY_WITHOUT_WORDS, field="query", values={"most": str(MOST_WORDS)})
    return words


def _none_then(name: str, when: When, *, field: str) -> Refusal:
    values = {"name": name, "time": effective.shown(when.as_of)}
    return Refusal(NONE_THEN, field=field, values=values)
