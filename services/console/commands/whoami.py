"""`./motcua whoami`: who the caller is to an installation, and what his token grants there.

The service says it: only there is known what another issuer's claims mean.
"""

from typing import Any

import click

from motcua.chassis.v1 import access_pb2, identity_pb2
from services.console import terminal
from services.console.instants import LOCAL, from_timestamp
from services.console.outcome import spoken
from services.console.portal.addresses import SERVICES
from services.console.portal.client import Portal
from services.console.portal.connection import installation, run
from services.console.portal.enums import code
from services.console.portal.location import Location, location_options

NOBODY = (
    "  chưa ai đăng nhập: ./motcua sign-in, hoặc --token FILE",
    "  nobody is signed in: ./motcua sign-in, or --token FILE",
)
NO_ROLE = (
    "  không có vai trò nào: mã truy cập không nêu, hoặc không quy tắc nào của MOTCUA_ISSUERS hợp",
    "  no role: the token states none, or no rule of MOTCUA_ISSUERS fits its claims",
)
ANY = "inspector"  # a stack of this machine has to sign some token; for whoever has one it is his


@click.command()
@click.option(
    "--service",
    type=click.Choice(SERVICES),
    default="catalog",
    show_default=True,
    help="Which service is asked.",
)
@terminal.json_option
@location_options
def whoami(service: str, as_json: bool, location: Location) -> None:
    """Show who you are to an installation, and your roles there."""

    async def work() -> None:
        async with installation(location) as site, Portal(site) as portal:
            caller = await portal.operate(
                service, "GetCaller", identity_pb2.GetCallerRequest(), role=ANY
            )
            show(site.name, caller, as_json=as_json)

    run(work())


def show(name: str, caller: identity_pb2.Caller, *, as_json: bool) -> None:
    """For people, or for programs."""
    found = document(name, caller)
    if as_json:
        terminal.print_document(found)
        return
    terminal.say(f"{found['subject']} {spoken('tại', 'at')} {name}")
    for grant in found["grants"]:
        unit = grant["unit"] or spoken("toàn bộ đơn vị", "the whole tree")
        terminal.say(f"  {grant['role']:<12} {unit}")
    if not caller.HasField("expire_time"):
        terminal.say(spoken(*NOBODY))
        return
    if not found["grants"]:
        terminal.say(spoken(*NO_ROLE))
    ends = from_timestamp(caller.expire_time).astimezone(LOCAL)
    until = spoken("đến {}, do {} cấp", "until {}, by {}")
    terminal.say("  " + until.format(f"{ends:%Y-%m-%d %H:%M}", caller.issuer))


def document(name: str, caller: identity_pb2.Caller) -> dict[str, Any]:
    """All that the service says."""
    ends = from_timestamp(caller.expire_time) if caller.HasField("expire_time") else None
    grants = [{"role": role_of(each.role), "unit": each.unit} for each in caller.grants]
    return {
        "installation": name,
        "subject": caller.subject,
        "issuer": caller.issuer,
        "grants": sorted(grants, key=lambda each: (each["role"], each["unit"])),
        "expires": ends and ends.isoformat(),
    }


def role_of(number: int) -> str:
    """Such as `officer`."""
    return code(access_pb2.Role, number)
