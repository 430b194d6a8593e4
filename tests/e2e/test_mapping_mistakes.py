"""Mistakes of a mapping name their line and the nearest valid word.

No service: mappings are read as `import` reads them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from services.console.importing.keys import MappingError, load
from services.console.importing.rules import rules
from services.console.importing.toml_lines import line_of, lines

MAPPING = '''source = "s"        # line 1
absent = [
  "NA",                 # 'not = a key
]
reason = """
kind = "not a key"
"""

[values.xa]
"A = [B]" = "a"         # 10

[[rows]]
kind = "unit"
id = "Ma"
effective = 2020-01-01  # 15
[rows.fields]
kind = { constant = "ward" }
display_name.vi = "Ten"

[[rows]]
kind = "offering"
service = "DV"
effective = 2020-01-01
[rows.fields]
unit = { column = "Ma", map = "xa" }    # 25
'''


def test_each_key_has_its_line() -> None:
    found = lines(MAPPING)
    assert {
        name: found[name]
        for name in (
            "source", "absent", "reason", "values.xa.A = [B]", "rows 1", "rows 1.effective",
            "rows 1.fields", "rows 1.fields.display_name.vi", "rows 2.kind", "rows 2.fields.unit",
        )
    } == {
        "source": 1, "absent": 2, "reason": 5, "values.xa.A = [B]": 10, "rows 1": 12,
        "rows 1.effective": 15, "rows 1.fields": 16, "rows 1.fields.display_name.vi": 18,
        "rows 2.kind": 21, "rows 2.fields.unit": 25,
    }  # fmt: skip
    assert "kind" not in found


def test_entries_of_entries_are_counted_below_theirs() -> None:
    text = "[[rows]]\n[[rows.steps]]\nwhich = 1\n[[rows.steps]]\n[[rows]]\n[[rows.steps]]\nx = 1\n"
    found = lines(text)
    assert (found["rows 1.steps 1.which"], found["rows 1.steps 2"]) == (3, 4)
    assert found["rows 2.steps 1.x"] == 7
    assert line_of("rows 2.steps 1.x.column must be a text", found) == 7
    assert line_of("nothing of it", found) == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id = "Ma"', 'idd = "Ma"', "line 14: unknown key 'idd' in [rows 1]; known are"),
        ('id = "Ma"', 'idd = "Ma"', "did you mean 'id'?"),
        ('kind = "offering"', 'kind = "offerin"', "line 21: rows 2.kind"),
        ('kind = "offering"', 'kind = "offerin"', "did you mean 'offering'?"),
        ("display_name.vi", "displayname.vi", "did you mean 'display_name'?"),
        ('map = "xa"', 'map = "xaa"', "line 25: rows 2.fields.unit"),
        ('map = "xa"', 'map = "xaa"', "did you mean 'xa'?"),
        ('map = "xa"', 'mapp = "xa"', "line 25: unknown key 'mapp' in [rows 2.fields.unit]"),
        ("absent", "absnt", "line 2: unknown key 'absnt' at the top; known are"),
    ],
)
def test_a_mistake_names_its_line_and_the_nearest_word(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(MappingError) as failed:
        load(path, rules)
    assert said in str(failed.value), failed.value
