"""On which line of a TOML file each key stands, so that a mistake of a mapping names its place.

Example: in a file whose third line is `unit = "DonVi"` below `[[rows]]` and `[rows.fields]`, the
line of `rows 1.fields.unit` is 3. Promises a line for each key that begins one; keys within an
inline table have that of the table. Must not judge a value: the parser has done so.
"""

import re
from collections import Counter
from collections.abc import Iterator

PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
PATH = rf"{PART}(?:\s*\.\s*{PART})*"
HEADER = re.compile(rf"\s*(\[\[?)\s*({PATH})\s*\]")
KEY = re.compile(rf"\s*({PATH})\s*=")
UNKNOWN = re.compile(r"unknown key '([^']*)' (?:in \[([^\]]*)\]|at the top)")
MULTILINE = ('"' * 3, "'" * 3)
TEXT = re.compile(r""""(?:[^"\\]|\\.)*"|'[^']*'|#.*""")


def lines(text: str) -> dict[str, int]:
    """The line of each key, by its path as mistakes tell it: entries of lists of tables have their
    number, from 1.
    """
    found: dict[str, int] = {}
    entries: Counter[str] = Counter()
    table = ""
    for number, line in beginnings(text):
        if header := HEADER.match(line):
            table = numbered(header[2], entries, is_entry=header[1] == "[[")
            found.setdefault(table, number)
        elif key := KEY.match(line):
            path = table
            for part in parts(key[1]):
                path = f"{path}.{part}" if path else part
                found.setdefault(path, number)
    return found


def beginnings(text: str) -> Iterator[tuple[int, str]]:
    """The lines that can begin a key or a table: none within a list or a text of several lines."""
    depth, until = 0, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if until:
            until = "" if until in line else until
            continue
        if not depth:
            yield number, line
        until = next((each for each in MULTILINE if line.count(each) == 1), "")
        bare = TEXT.sub("", line)
        if depth or not HEADER.match(line):
            depth += sum(map(bare.count, "[{")) - sum(map(bare.count, "]}"))


def numbered(path: str, entries: Counter[str], *, is_entry: bool) -> str:
    """A table's path with the numbers of the entries that it lies in, such as `rows 2.fields`."""
    found = ""
    names = list(parts(path))
    for place, name in enumerate(names):
        found = f"{found}.{name}" if found else name
        if is_entry and place == len(names) - 1:
            entries[found] += 1
        if entries[found]:
            found = f"{found} {entries[found]}"
    return found


def parts(path: str) -> Iterator[str]:
    """The names of a path, without their quotation marks."""
    return (each.strip("\"'") for each in re.findall(PART, path))


def placed(fault: str, found: dict[str, int]) -> str:
    """A fault with the line of the key that it names, or of the nearest table above; as it is where
    it names none.
    """
    number = line_of(fault, found)
    return f"line {number}: {fault}" if number else fault


def line_of(fault: str, found: dict[str, int]) -> int:
    """0 where it names no key."""
    named = re.match(r"[^\s:]+(?: \d+(?:\.[^\s:]+)?)*", fault)
    path = named[0].rstrip(",") if named else ""
    if unknown := UNKNOWN.search(fault):
        path = ".".join(filter(None, (unknown[2], unknown[1])))
    while path:
        if path in found:
            return found[path]
        path = path.rpartition(".")[0]
    return 0
