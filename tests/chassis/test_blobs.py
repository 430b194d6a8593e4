"""Sealed chunks in a store that somebody else can write: what was cut, swapped or replayed shows.

Promises real files. Must not trust that an object was put: it reads the directory.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from services.chassis.blobs import CHUNK, TAG, Blobs, Chunk
from services.chassis.sealing import Damaged, OwnerKey

KEY = OwnerKey("dossiers/1", bytes(range(32)))
CONTENT = memoryview(b"Nguyen Thi A" * 50)


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs((tmp_path / "a store").as_uri())


def place(file: str = "f", number: int = 0, *, last: bool = True) -> Chunk:
    return Chunk(file, number, last)


def objects(blobs: Blobs) -> list[Path]:
    assert blobs.root is not None
    return sorted(each for each in blobs.root.rglob("*") if each.is_file())


async def test_what_was_put_is_got_again_and_nothing_of_it_shows(blobs: Blobs) -> None:
    tag = await blobs.put(KEY, place(), CONTENT)
    assert await blobs.get(KEY, place(), tag) == CONTENT
    [path] = objects(blobs)
    assert b"Nguyen" not in path.read_bytes()
    assert path.name == f"00000-{tag.hex()}"
    assert len(path.read_bytes()) == len(CONTENT) + 12 + TAG


async def test_the_same_content_is_never_the_same_object(blobs: Blobs) -> None:
    tags = {await blobs.put(KEY, place(), CONTENT) for _ in range(3)}
    assert len(tags) == len(objects(blobs)) == 3


OTHERS = {
    "another file": (KEY, place("g")),
    "another number": (KEY, place(number=1)),
    "not the last": (KEY, place(last=False)),
    "another key": (OwnerKey("dossiers/1", bytes(32)), place()),
}


@pytest.mark.parametrize("case", OTHERS)
async def test_a_chunk_opens_in_its_own_place_alone(blobs: Blobs, case: str) -> None:
    key, other = OTHERS[case]
    tag = await blobs.put(KEY, place(), CONTENT)
    there = blobs.root / other.path(tag)  # type: ignore[operator]
    there.parent.mkdir(exist_ok=True)
    objects(blobs)[0].rename(there)
    with pytest.raises(Damaged):
        await blobs.get(key, other, tag)


async def test_an_older_chunk_of_the_same_place_does_not_stand_in_for_a_newer_one(
    blobs: Blobs,
) -> None:
    old = await blobs.put(KEY, place(), memoryview(b"old"))
    new = await blobs.put(KEY, place(), memoryview(b"new"))
    paths = {each.name.rpartition("-")[2]: each for each in objects(blobs)}
    paths[new.hex()].write_bytes(paths[old.hex()].read_bytes())
    with pytest.raises(Damaged):
        await blobs.get(KEY, place(), new)
    assert await blobs.get(KEY, place(), old) == b"old"


def damages(content: bytes) -> Iterator[bytes]:
    yield b""
    yield content[:-1]
    yield content[1:]
    yield content + b"\0"
    for at in (0, 12, len(content) - 1):
        yield content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


async def test_whatever_is_changed_in_an_object_shows(blobs: Blobs) -> None:
    tag = await blobs.put(KEY, place(), CONTENT)
    [path] = objects(blobs)
    for damaged in damages(path.read_bytes()):
        path.write_bytes(damaged)
        with pytest.raises(Damaged):
            await blobs.get(KEY, place(), tag)
    path.unlink()
    with pytest.raises(Damaged):
        await blobs.get(KEY, place(), tag)


async def test_files_are_listed_and_removed_and_their_directories_with_them(blobs: Blobs) -> None:
    files = [str(uuid4()) for _ in range(3)]
    for file in files:
        for number in range(2):
            await blobs.put(KEY, place(file, number), CONTENT)
    listed = [path async for page in blobs.listed() for path, _ in page]
    assert {path.partition("/")[0] for path in listed} == set(files)
    own = [path async for page in blobs.listed(files[0]) for path, _ in page]
    assert len(own) == 2
    await blobs.delete([*own, "gone/already"])
    assert len(objects(blobs)) == 4
    assert blobs.root
    assert not (blobs.root / files[0]).exists()


async def test_what_a_killed_process_began_to_write_is_removed_once_it_is_old(blobs: Blobs) -> None:
    await blobs.put(KEY, place(), CONTENT)
    [path] = objects(blobs)
    begun = path.with_name(path.name + "#1")
    begun.write_bytes(b"half")
    now = datetime.now(UTC)
    blobs.forget_unfinished(now - timedelta(minutes=1))
    assert begun in objects(blobs)
    blobs.forget_unfinished(now + timedelta(minutes=1))
    assert objects(blobs) == [path]


async def test_a_store_that_cannot_be_written_is_away(tmp_path: Path) -> None:
    blobs = Blobs((tmp_path / "store").as_uri())
    (tmp_path / "store" / "f").write_bytes(b"a file where a directory belongs")
    with pytest.raises(OSError, match="object store"):
        await blobs.put(KEY, place(), CONTENT)


async def test_a_whole_chunk_fits(blobs: Blobs) -> None:
    content = memoryview(bytes(CHUNK))
    tag = await blobs.put(KEY, place(), content)
    assert await blobs.get(KEY, place(), tag) == content
