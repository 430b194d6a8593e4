"""The contracts' tools: generate Python from proto/, and compare, lint and hold the files against
the baseline.

Promises to work without a network: protoc builds one image and buf reads it, since buf cannot find
google/api itself. Must not be needed at run time: protoc and buf belong to the `check` group.
"""

import filecmp
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[3]
PROTO = ROOT / "proto"
GENERATED = PROTO / "gen"
BASELINE = PROTO / "baseline.binpb"
BIN = Path(sys.executable).parent


@click.command()
@click.option("--baseline", is_flag=True, help="Also accept the contracts of now as the baseline.")
def proto(baseline: bool) -> None:
    """Generate proto/gen from the .proto files."""
    with tempfile.TemporaryDirectory() as scratch:
        generate(Path(scratch))
        replace(GENERATED, Path(scratch))
    if baseline:
        build_image(BASELINE, "--include_imports")


def replace(old: Path, new: Path) -> None:
    """Make `old` what `new` is, touching only what differs."""
    for name in contents(old) - contents(new):
        (old / name).unlink()
    for name in contents(new):
        if not (old / name).exists() or not filecmp.cmp(old / name, new / name, shallow=False):
            (old / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(new / name, old / name)


def sources() -> list[str]:
    """Every contract, named as protoc and its imports name it."""
    return sorted(str(path.relative_to(PROTO)) for path in (PROTO / "motcua").rglob("*.proto"))


def has_service(source: str) -> bool:
    """Whether the file declares an API; events and options do not, and get no gRPC output."""
    lines = (PROTO / source).read_text(encoding="utf-8").splitlines()
    return any(line.startswith("service ") for line in lines)


def protoc(*words: str, files: list[str]) -> None:
    """Run protoc with our contracts and the installed google/api ones."""
    include = [f"-I{PROTO}", f"-I{sysconfig.get_path('purelib')}"]
    command = [sys.executable, "-P", "-m", "grpc_tools.protoc", *include, *words, *files]
    path = {"PATH": f"{BIN}:/usr/bin:/bin", "PYTHONUTF8": "1"}
    if subprocess.run(command, env=path, check=False).returncode:
        raise click.ClickException("protoc refused the contracts, see above")


def generate(target: Path) -> None:
    """Write messages, stubs and packages for every contract under `target`."""
    target.mkdir(parents=True, exist_ok=True)
    every = sources()
    protoc(f"--python_out={target}", f"--pyi_out={target}", files=every)
    callable_ = [source for source in every if has_service(source)]
    if callable_:
        protoc(f"--grpc_python_out={target}", f"--mypy_grpc_out=quiet:{target}", files=callable_)
    for folder in {parent for path in target.rglob("*_pb2.py") for parent in path.parents}:
        if folder.is_relative_to(target) and folder != target:
            (folder / "__init__.py").touch()


def build_image(target: Path, *include: str) -> None:
    """One descriptor set of the contracts, which buf reads; a baseline needs no comments."""
    protoc(*include, f"--descriptor_set_out={target}", files=sources())


def current_image(scratch: str) -> str:
    """An image of the contracts of now, with everything that a report may point at."""
    image = Path(scratch) / "image.binpb"
    build_image(image, "--include_imports", "--include_source_info")
    return str(image)


def contents(folder: Path) -> set[str]:
    """Every generated file, relative; compiled Python is nobody's output."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {str(path.relative_to(folder)) for path in found}


def is_fresh() -> bool:
    """Whether proto/gen is what the contracts of now generate, file by file."""
    with tempfile.TemporaryDirectory() as scratch:
        generate(Path(scratch))
        names = contents(GENERATED) | contents(Path(scratch))
        _, different, missing = filecmp.cmpfiles(GENERATED, scratch, names, shallow=False)
    for name in sorted([*different, *missing]):
        click.echo(f"not fresh: proto/gen/{name} (run ./motcua proto)")
    return not (different or missing)


def buf(*words: str) -> bool:
    """Run buf inside proto/, where its settings are."""
    return subprocess.run([BIN / "buf", *words], cwd=PROTO, check=False).returncode == 0


def lints() -> bool:
    """Whether the contracts keep buf's rules."""
    with tempfile.TemporaryDirectory() as scratch:
        return buf("lint", current_image(scratch), "--path", "motcua", "--config", "buf.yaml")


def is_formatted() -> bool:
    """Whether the .proto files are written as buf writes them."""
    return buf("format", "-d", "--exit-code")


def breaks_nothing() -> bool:
    """Whether everything that the committed baseline promises is still there."""
    if not BASELINE.exists():
        click.echo("no proto/baseline.binpb: run ./motcua proto --baseline and commit it")
        return False
    with tempfile.TemporaryDirectory() as scratch:
        against = ["--against", str(BASELINE), "--config", "buf.yaml"]
        return buf("breaking", current_image(scratch), "--path", "motcua", *against)
