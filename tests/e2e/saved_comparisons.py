"""League tables and scores that were saved on the command line, and verified.

Promises that a changed number is named. Needs the demo's city, with its targets and leaders.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from services.console.instants import month_of
from tests.e2e.commands import motcua

NOW = month_of(datetime.now(UTC))  # up to where the demo's city has dossiers, of two years
MONTH = f"{NOW - timedelta(days=1):%Y-%m}"
YEAR = ("--from", f"{NOW.replace(year=NOW.year - 1):%Y-%m}", "--to", f"{NOW:%Y-%m}")


async def saved(data: Path, path: Path, *words: str) -> dict[str, Any]:
    """What a command printed, in a file."""
    done = await motcua(*words, "--json", data=data)
    assert done.code == 0, done.out + done.err
    path.write_text(json.dumps(done.document), encoding="utf-8")
    return dict(done.document)


async def league_is_verified(data: Path, tmp_path: Path, of: str) -> None:
    """Every line of a league table is recomputed."""
    path = tmp_path / "league.json"
    words = ("league", "online_handling", "--of", of, "--unit", "song-van", *YEAR)
    document = await saved(data, path, *words)
    assert len(document["lines"]) > 5
    assert document["unlisted"] == 0
    listed = sum(each["denominator"] for each in document["lines"])
    assert listed == document["totals"][0]["denominator"] > 50
    done = await motcua("verify", path, "--json", data=data)
    assert (done.code, done.document["equal"]) == (0, True)
    assert len(done.document["receipts"]) == len(document["rates"]) + 1
    shown = await motcua(*words, data=data)
    assert (shown.code, "online_handling@1" in shown.out) == (0, True), shown.err
    assert {"ld-song-van" in each["leader"] for each in document["lines"]} == {
        "children": {False, True}, "leaders": {False, True},
    }[of]  # fmt: skip


async def score_is_verified(data: Path, tmp_path: Path) -> None:
    """A score is recomputed from its receipts, and a changed one named."""
    path = tmp_path / "score.json"
    words = ("score", "par.services", "--unit", "song-van", *YEAR)
    document = await saved(data, path, *words)
    score = document["score"]
    assert [each["target"] for each in score["parts"]][:2] == ["targets/online", None]
    assert float(score["maximum"]) > 3
    done = await motcua("verify", path, data=data)
    assert done.code == 0, done.out + done.err
    score["points"] = "99.00"
    path.write_text(json.dumps(document), encoding="utf-8")
    done = await motcua("verify", path, data=data)
    assert done.code == 1
    assert "not 99.00" in done.err
    assert "par.services@1" in (await motcua(*words, data=data)).out


async def own_index_is_verified(data: Path, tmp_path: Path) -> None:
    """An index of one's own is a file."""
    index, path = tmp_path / "own.toml", tmp_path / "score.json"
    index.write_text(
        """id = "own"
version = 1
without_value = "zero"
part = [{ name = "a", definition = "online_handling", version = 1, points = "10", threshold = "1" }]
title = { vi = "V", en = "E" }
description = { vi = "V", en = "E" }
""",
        encoding="utf-8",
    )
    document = await saved(data, path, "score", "--file", str(index), "--from", MONTH)
    assert document["score"]["index"] == "own"
    done = await motcua("verify", path, data=data)
    assert done.code == 0, done.out + done.err
    index.write_text("id = 1", encoding="utf-8")
    done = await motcua("score", "--file", index, "--from", MONTH, data=data)
    assert (done.code, "INDEX_FIELD_INVALID" in done.err) == (4, True)


async def saved_comparisons_are_verified(data: Path) -> None:
    """All of them."""
    with TemporaryDirectory() as folder:
        for of in ("children", "leaders"):
            await league_is_verified(data, Path(folder), of)
        await score_is_verified(data, Path(folder))
        await own_index_is_verified(data, Path(folder))
