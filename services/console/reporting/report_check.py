"""`./motcua verify REPORT`: what is to be said of a report that was looked at.

Ends with 1 when it is not what the publisher signed, or not what is published.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deploy.embedded.publisher import CERTIFICATE, RETIRED
from services.console import terminal
from services.console.display.numbers import integer
from services.console.outcome import Difference, spoken
from services.console.portal.client import Portal
from services.console.reporting import checking, signing
from services.console.reporting.checking import Checked
from services.formats import several


async def verify(portal: Portal, path: Path, certificate: Path | None, *, as_json: bool) -> None:
    """Check a file by the certificate that is named, or by those of the stack's publisher."""
    kept = certificate or portal.installation.kept(CERTIFICATE, option="--certificate")
    certificates = [signing.content(kept), *([] if certificate else retired(kept.parent))]
    checked, trusted = await asyncio.to_thread(first_that_signed, path, certificates)
    if checked.is_signed:
        await checking.check(portal, checked)
    show(checked, trusted, as_json=as_json)
    if not checked.is_as_published:
        raise Difference(f"{path} is not what was published")


def retired(directory: Path) -> list[bytes]:
    """The certificates of a publisher whose key was rotated, the newest first."""
    path = directory / RETIRED
    return signing.each_certificate(path.read_bytes()) if path.exists() else []


def first_that_signed(path: Path, certificates: Sequence[bytes]) -> tuple[Checked, bytes]:
    """What is read of a report, and the certificate whose holder signed it; else the first one."""
    found = [(checking.read(path, each), each) for each in certificates]
    return next((each for each in found if each[0].is_signed), found[0])


def show(checked: Checked, certificate: bytes, *, as_json: bool) -> None:
    """For people, or for programs."""
    if as_json:
        terminal.print_document(document(checked, certificate))
        return
    for line in lines(checked, certificate):
        terminal.say(line)


def document(checked: Checked, certificate: bytes) -> dict[str, Any]:
    """All that was found."""
    return {
        "signed": checked.is_signed,
        "certificate": signing.fingerprint(certificate),
        "as_published": checked.is_as_published,
        "figures": checked.figures,
        "changed": checked.changed,
        "superseded": checked.superseded,
        "revised": checked.revised,
    }


def lines(checked: Checked, certificate: bytes) -> list[str]:
    """The same in words."""
    shown = signing.fingerprint(certificate)
    if not checked.is_signed:
        return [
            spoken(
                f"không do chủ chứng thư {shown} ký, hoặc đã bị thay đổi sau đó",
                f"not signed by the holder of the certificate {shown}, or changed since",
            )
        ]
    found = [
        spoken(
            f"do chủ chứng thư {shown} ký, và không bị thay đổi sau đó",
            f"signed by the holder of the certificate {shown}, and not changed since",
        )
    ]
    found += [f"{name}: {why}" for name, why in checked.changed.items()]
    same = checked.figures - len(checked.changed)
    are = "is" if same == 1 else "are"
    found.append(
        spoken(
            f"{integer(same)} số liệu đúng như đã công bố",
            f"{several(same, 'figure')} {are} as published",
        )
    )
    found += [
        spoken(f"{name}: được thay bằng {by}", f"{name}: superseded by {by}")
        for name, by in checked.superseded.items()
    ]
    if checked.revised is not None:
        found += [
            spoken(
                f"{name}: được điều chỉnh {integer(times)} lần",
                f"{name}: revised {several(times, 'time')}",
            )
            for name, times in checked.revised.items()
        ]
    return found
