"""`./motcua issuers FILE`: whether services will take a file of issuers, before they see it.

Names every fault at once. Must not start a service, nor need one.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from services.console import terminal
from services.console.outcome import Difference, Mistake, spoken

if TYPE_CHECKING:
    from services.chassis.oidc.file import Configured

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--fetch", is_flag=True, help="Ask each issuer for its keys, too.")
@terminal.json_option
def issuers(*, file: Path, fetch: bool, as_json: bool) -> None:
    """Check FILE, the TOML of MOTCUA_ISSUERS: all that is wrong, or who may grant what."""
    from services.chassis.oidc import file as read  # noqa: PLC0415 — slow to load

    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise Mistake(f"{file} cannot be read ({type(problem).__name__})") from None
    found, faults = read.checked(text)
    known = [] if faults else [read.configured(each, read.HOUR) for each in found["issuer"]]
    asked = asyncio.run(fetched(known)) if fetch else {}
    document = {
        "faults": [{"place": each.location, "vi": each.vi, "en": each.en} for each in faults],
        "issuers": [described(each, asked.get(each.url)) for each in known],
    }
    terminal.print_document(document) if as_json else show(document)
    count = len(faults) + sum("problem" in each for each in document["issuers"])
    if count:
        raise Difference(spoken(f"{file}: {count} lỗi", f"{file}: {count} faults"))


async def fetched(known: "list[Configured]") -> dict[str, Any]:
    """Of each issuer by its address: its keys, or why they cannot be had."""
    from services.chassis.oidc.fetching import Source, Unfetched  # noqa: PLC0415 — slow to load

    async def one(each: "Configured") -> Any:
        try:
            return [f"{mark.kid} ({mark.algorithm})" for mark in (await Source(each).keys()).keys]
        except Unfetched as why:
            return str(why)

    answers = await asyncio.gather(*map(one, known))
    return {each.url: found for each, found in zip(known, answers, strict=True)}


def described(each: "Configured", asked: Any) -> dict[str, Any]:
    """An issuer, the most that it may grant, and what it answered."""
    from services.chassis.claims import ROLES  # noqa: PLC0415 — slow to load

    names = {number: name for name, number in ROLES.items()}
    allow = [{"role": names[role], "unit": unit or "*"} for role, unit in each.bounds]
    found = {"name": each.name, "url": each.url, "allow": allow, "rules": len(each.rules)}
    if asked is None:
        return found
    if asked == [] or isinstance(asked, str):
        return found | {"problem": asked or "it publishes no key that tokens may be signed with"}
    return found | {"keys": asked}


def show(document: dict[str, Any]) -> None:
    """For people."""
    for fault in document["faults"]:
        place = f"{fault['place']}: " if fault["place"] else ""
        terminal.say(f"{place}{spoken(fault['vi'], fault['en'])}", err=True)
    for each in document["issuers"]:
        terminal.say(f"{each['name']}  {each['url']}")
        for allowed in each["allow"]:
            terminal.say(f"  {allowed['role']}  {allowed['unit']}")
        for key in each.get("keys", []):
            terminal.say(f"  {key}")
        if "problem" in each:
            terminal.say(f"  {each['problem']}", err=True)
