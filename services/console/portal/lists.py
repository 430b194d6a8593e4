"""Lists of the services: one page after the other, and the options of commands that show one.

A page is asked for when it is needed, so that memory does not grow with a list.
"""

from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

import click

from services.console import terminal
from services.console.portal.client import Portal

INSPECTOR = "inspector"
PAGE = 1000  # the most that a service gives at once
Command = TypeVar("Command", bound=Callable[..., Any])
limit_option = click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="How many to show; 0 shows all.",
)


def list_options(before: str) -> Callable[[Command], Command]:
    """The options of a list of a unit's business, by dates; `before`: what that option says."""
    options = (
        click.option(
            "--unit", default="", help="units/ID with all below it [default: the whole tree]."
        ),
        click.option("--before", metavar="DAY", help=before),
        click.option("--officer", default="", help="Only what this officer answers for."),
        limit_option,
        terminal.table_options,
    )

    def with_options(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return with_options


def page_size(limit: int) -> int:
    """How many to ask for at once, where so many are wanted; 0: all."""
    return min(limit or PAGE, PAGE)


async def pages(portal: Portal, method: Any, request: Any, *, role: str) -> AsyncIterator[Any]:
    """One answer after the other, until there is no more."""
    while True:
        answer = await portal.call(method, request, role=role)
        yield answer
        request.page_token = answer.next_page_token
        if not request.page_token:
            return


async def listed(
    portal: Portal, method: Any, request: Any, of: str, *, role: str = INSPECTOR, limit: int = 0
) -> AsyncIterator[Any]:
    """The first of a list, which each answer has in its field `of`; all where the limit is 0."""
    taken = 0
    async for page in pages(portal, method, request, role=role):
        for each in getattr(page, of):
            yield each
            taken += 1
            if taken == limit:
                return
