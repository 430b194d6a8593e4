"""What commands write for people: messages and JSON documents.

Promises that no text from a file or a service moves the cursor, changes colours, hides what stands
beside it or is read as markup. Must not decide what is told.
"""

import json
import re
import sys
from typing import Any

import click

# Controls but line breaks and tabs, and marks that turn the direction of what is read.
OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
)  # fmt: skip


def visible(text: str) -> str:
    r"""The text with what a terminal would obey spelled out, such as `\x1b`."""
    return OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def say(text: str, *, err: bool = False) -> None:
    """One message, on standard output or standard error."""
    click.echo(visible(text), err=err)


json_option = click.option(
    "--json", "as_json", is_flag=True, help="One JSON document on standard output."
)


def print_document(document: Any) -> None:
    """The one JSON document of a command with --json."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    sys.stdout.write(OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n")
