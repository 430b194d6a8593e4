"""Texts with one `{name}` in them, which take a value out of a text and put it into another.

Example: "/wards/{ward}/officers" finds "Q3" in "/wards/Q3/officers"; "units/{ward}" makes
"units/Q3" of it.
"""

import re
from typing import NamedTuple

NAMED = re.compile(r"\{([^{}\s]+)\}")


class Template(NamedTuple):
    """What stands before and after the name; name "" where there is none."""

    before: str
    name: str
    after: str

    def found_in(self, text: str) -> str | None:
        """The value in the name's place ("" without a name); None where the text is another."""
        if not self.name:
            return "" if text == self.before else None
        value = text.removeprefix(self.before).removesuffix(self.after)
        return value if value and self.filled(value) == text else None

    def filled(self, value: str) -> str:
        """The text with a value in the name's place."""
        return f"{self.before}{value if self.name else ''}{self.after}"


def template(text: str) -> Template:
    """ValueError where braces do not stand around one name."""
    names = NAMED.findall(text)
    if len(names) > 1 or "{" in (rest := NAMED.sub("", text)) or "}" in rest:
        raise ValueError("has more than one {name}, or a brace alone")
    before, _, after = text.partition("{" + names[0] + "}") if names else (text, "", "")
    return Template(before, names[0] if names else "", after)
