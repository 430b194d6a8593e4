"""A report as one HTML file.

It needs nothing from elsewhere: no script, no style, no font.
"""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.console.reporting.rows import Shown

FOLDER = Path(__file__).parent


def as_html(shown: Shown) -> bytes:
    """In UTF-8."""
    templates = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return templates.get_template("report.html").render(shown=shown).encode()
