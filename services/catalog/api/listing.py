"""Reading of every kind of resource: one, several, a page.

All pages of a list see one catalogue. What is not there is refused by name.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from google.protobuf.message import Message

from services.catalog.api import drafts, ready
from services.catalog.api.context import Context, found
from services.catalog.api.filters import filters
from services.catalog.api.pages import MOST_BYTES, Cursor, fitting
from services.catalog.api.time_axes import has, time_axes
from services.catalog.domain import effective, names, spelling
from services.catalog.domain.refusals.reading import ReadingReason
from services.catalog.queries import (
    CALENDARS,
    OFFERINGS,
    SERVICES,
    TARGETS,
    UNITS,
    Conditions,
    Found,
    Subtree,
    TimeAxes,
)
from services.chassis.errors import Refusal, refuse_all
from services.chassis.page_tokens import size_of
from services.chassis.reasons import ChassisReason

MOST_NAMES, MOST_WORDS = 1000, 20
TITLE = "display_name"
CHECKS: Mapping[str, Callable[..., object]] = {
    UNITS: names.unit,
    SERVICES: names.service,
    OFFERINGS: names.offering,
    CALENDARS: names.calendar,
    TARGETS: names.target,
}


async def one(context: Context, kind: str, request: Any) -> Any:
    """The resource that a request names, as it was then."""
    name = request.name
    CHECKS[kind](name, field="name")
    axes = await time_axes(context, request)
    row = await visible(context, kind, name, axes)
    return ready.Ready(found(row, name, axes).content)


class Several(NamedTuple):
    """Resources in the order asked, and the names of which there was nothing then."""

    resources: list[Any]
    missing: list[str]


async def several(context: Context, kind: str, request: Any) -> Several:
    """The resources that a request names, as they were then; refused where it requires all of them
    and some are missing.
    """
    if len(request.names) > MOST_NAMES:
        raise Refusal(ChassisReason.LIST_TOO_LONG, field="names", values={"most": str(MOST_NAMES)})
    for name in request.names:
        CHECKS[kind](name, field="names")
    axes = _for_caller(context, kind, await time_axes(context, request))
    wanted = list(dict.fromkeys(request.names))  # each is answered once
    rows, beyond = await context.reader.batch(kind, wanted, axes, most=MOST_BYTES)
    if beyond:
        fits = list(request.names).index(beyond)
        values = {"most": str(MOST_BYTES), "fits": str(fits)}
        raise Refusal(ReadingReason.ANSWER_TOO_LARGE, field="names", values=values)
    rows = await drafts.marked(context.reader, rows, axes)
    resources = [row.message for row in rows]
    missing = [name for name in wanted if name not in {each.name for each in resources}]
    if missing and request.require_all:
        refuse_all(_missing(name, request, axes) for name in missing)
    return Several(resources, missing)


def _missing(name: str, request: Any, axes: TimeAxes) -> Refusal:
    field = f"names[{list(request.names).index(name)}]"
    values = {"name": name, "time": effective.shown(axes.as_of)}
    return Refusal(ReadingReason.NONE_THEN, field=field, values=values)


async def page(
    context: Context, kind: str, request: Any, response: type[Message], *, parent: str = ""
) -> Any:
    """The answer to a list: resources, the next page's token, the position where all is known."""
    rows, token, position = await _rows(context, kind, request, parent=parent)
    return ready.page(response, (row.content for row in rows), token, position)


async def visible(context: Context, kind: str, name: str, axes: TimeAxes) -> Found | None:
    """One resource as it was then, if it was there and the caller may see it."""
    row = await context.reader.get(kind, name, axes)
    return await drafts.shown(context.reader, row, axes)


async def subtree(context: Context, top: str, axes: TimeAxes) -> Subtree:
    """The units of a subtree, and those outside where that is known at once."""
    names.unit(top, field="subtree")
    units = context.tree.below(top, axes.as_of, as_known=axes.as_known)
    units = units or Subtree(await context.reader.inside(top, axes), None)
    return found(units if units.inside else None, top, axes, field="subtree")


async def narrowed(
    context: Context, request: Any, axes: TimeAxes, conditions: Conditions
) -> Conditions:
    """The conditions within the subtree that a request names: by whichever list is shorter."""
    if not request.subtree:
        return conditions
    inside, outside = await subtree(context, request.subtree, axes)
    if outside is None or len(inside) <= len(outside):
        return replace(conditions, units=inside)
    return replace(conditions, not_units=("", *outside))


async def _rows(
    context: Context, kind: str, request: Any, *, parent: str
) -> tuple[list[Found], str, int]:
    """A page of what was found, the token of the next one, and at which position it is known."""
    by_title, words = _in_order_of_titles(request), _words_of(request)
    asked_for = filters(kind, request.filter) if has(request, "filter") else ()
    conditions = Conditions(parent=parent, words=words, filters=asked_for)
    size, cursor = size_of(request), await cursor_of(context, request)
    if has(request, "subtree"):
        conditions = await narrowed(context, request, cursor.axes, conditions)
    axes = _for_caller(context, kind, cursor.axes, by_words=bool(words))
    listed = cursor.page(size, by_title=by_title)
    rows = await context.reader.list(kind, axes, listed, conditions)
    rows = await drafts.marked(context.reader, rows, axes)
    if parent and not rows:
        service = await visible(context, SERVICES, parent, cursor.axes)
        found(service, parent, cursor.axes, field="parent")
    fits = fitting((len(row.content) for row in rows), size)
    return rows[:fits], cursor.token_after(request, fits, rows), cursor.axes.as_known


async def cursor_of(context: Context, request: Any) -> Cursor:
    """Where a page begins; the first page fixes both time axes for all."""
    cursor = Cursor.begun(request)
    if cursor is None:
        return Cursor("", await time_axes(context, request))
    await context.shown(at_least=cursor.axes.as_known)
    return cursor


def _for_caller(context: Context, kind: str, axes: TimeAxes, *, by_words: bool = False) -> TimeAxes:
    """The question, for what the caller may see."""
    # Offerings are found by words of their services.
    if kind != SERVICES and not (kind == OFFERINGS and by_words):
        return axes
    return axes._replace(drafts=drafts.units_of_caller(context.tree))


def _in_order_of_titles(request: Any) -> bool:
    """Whether a list is asked for in order of display names, not of names."""
    order = request.order_by if has(request, "order_by") else ""
    if order not in {"", "name", TITLE}:
        raise Refusal(ReadingReason.ORDER_UNKNOWN, field="order_by", values={"order": order})
    return order == TITLE


def _words_of(request: Any) -> tuple[str, ...]:
    """The words that are searched for."""
    query = request.query if has(request, "query") else ""
    words = tuple(spelling.words(query))
    if query and not 1 <= len(words) <= MOST_WORDS:
        raise Refusal(
            ReadingReason.QUERY_WITHOUT_WORDS, field="query", values={"most": str(MOST_WORDS)}
        )
    return words
