"""The screen on which tables and progress are drawn.

Promises that a text is text: nothing in it is markup, and nothing is obeyed by a terminal.
"""

import sys
from collections.abc import Iterable
from typing import Any

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from services.console.terminal import visible

PIPED_WIDTH = 160


class Screen(Console):
    """A console to which every text is text."""

    def render_str(self, text: str, **how: Any) -> Text:
        """As it stands: no markup, no codes of emoji."""
        return super().render_str(visible(text), **{**how, "markup": False, "emoji": False})

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Whatever was made into a text before: only the screen's own codes are codes."""
        for each in super().render(renderable, options):
            yield each if each.control else each._replace(text=visible(each.text))


def screen(*, err: bool = False) -> Console:
    """Standard output, or standard error; a pipe has no width of its own, and a table must not be
    cut there.
    """
    stream = sys.stderr if err else sys.stdout
    return Screen(stderr=err, width=None if stream.isatty() else PIPED_WIDTH)
