"""Folders into which somebody else puts tables, and what is no file: nothing is waited for without
end, and no file elsewhere is read. Must not need a service.
"""

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from services.console.commands.map import map_
from services.console.importing.formats.forms import Form
from services.console.importing.formats.sheets import expanded, table
from services.console.importing.reform import named
from services.console.outcome import Mistake

TABLE = "id,name\n1,A\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With a table, next to what nobody is to read."""
    (tmp_path / "secret.csv").write_text("hidden:secret\n", encoding="ascii")
    found = tmp_path / "delivered"
    found.mkdir()
    (found / "a.csv").write_text(TABLE, encoding="ascii")
    return found


def test_a_link_out_of_a_folder_is_refused_and_nothing_of_it_is_told(folder: Path) -> None:
    (folder / "b.csv").symlink_to(folder.parent / "secret.csv")
    with pytest.raises(Mistake, match=r"b\.csv.* leads out of the folder") as refused:
        expanded([folder])
    assert "hidden" not in str(refused.value)
    with pytest.raises(Mistake, match="leads out of the folder"):
        named([folder], ["a.csv", "b.csv"])


def test_a_link_within_a_folder_or_named_by_the_caller_is_read(folder: Path) -> None:
    """As Kubernetes has the files of a volume, in a folder next to them."""
    (folder / "..data").mkdir()
    (folder / "..data" / "b.csv").write_text(TABLE, encoding="ascii")
    (folder / "b.csv").symlink_to(Path("..data") / "b.csv")
    assert [each.name for each in expanded([folder])] == ["a.csv", "b.csv"]
    (folder.parent / "c.csv").symlink_to(folder / "a.csv")
    with table(folder.parent / "c.csv", Form()) as (heading, records):
        assert (heading, len(list(records))) == (["id", "name"], 1)


@pytest.mark.parametrize("name", ["p.csv", "p.csv.gz", "p.xlsx", "p.ods", "p.jsonl", "p.xes"])
def test_a_pipe_is_not_waited_for(folder: Path, name: str) -> None:
    os.mkfifo(folder / name)
    with pytest.raises(Mistake, match="is no file"):
        every_line(expanded([folder]))
    proposed = CliRunner().invoke(map_, [str(folder / name)])
    assert (proposed.exit_code, "is no file" in proposed.output) == (2, True)


def every_line(paths: list[Path]) -> None:
    for path in paths:
        with table(path, Form()) as (_, records):
            list(records)


def test_a_line_without_end_is_a_mistake_of_the_file(folder: Path) -> None:
    (folder / "a.csv").write_text("x" * (9 << 20), encoding="ascii")
    proposed = CliRunner().invoke(map_, [str(folder / "a.csv")])
    assert (proposed.exit_code, "longer than 8 MiB" in proposed.output) == (2, True)
