"""`./motcua sign-in` and `sign-out`: who calls an installation elsewhere, at its identity provider.

Promises that no token is shown. Must not ask for a password: that is typed at the provider alone.
"""

import os
from datetime import UTC, datetime
from typing import NamedTuple

import click

from services.console import instants, terminal
from services.console.outcome import Mistake, spoken
from services.console.portal import sign_ins
from services.console.portal.connection import run
from services.console.portal.contexts import LOCAL, Context, Contexts
from services.console.portal.device_code import Code, agreed, asked, refused
from services.console.portal.issuer import Denied, discovered, speaking
from services.console.portal.location import TOKEN
from services.console.portal.sign_ins import SignIn

SCOPE = "openid offline_access"
HOW = (
    "./motcua context add NAME --server ADDRESS --issuer URL --client-id ID --use names an "
    "installation and where its users sign in"
)

context_option = click.option(
    "--context", "name", default="", envvar="MOTCUA_CONTEXT", help="[default: the one in use]"
)


@click.command("sign-in")
@context_option
def sign_in(name: str) -> None:
    """Sign in to an installation: open an address anywhere, and type the code that is shown."""
    run(signed_in(context_of(name)))


@click.command("sign-out")
@context_option
def sign_out(name: str) -> None:
    """End the sign-in: the services and the provider revoke its tokens, and they are forgotten."""
    run(signed_out(context_of(name)))


def context_of(name: str) -> Context:
    """The context, which says where users sign in."""
    kept = Contexts.of_user()
    context = kept.named(name or kept.current)
    if context is None:
        raise Mistake(f"There is nobody to sign in to on this machine ({LOCAL}). {HOW}.")
    if not context.issuer:
        raise Mistake(f"The context {context.name} does not say where users sign in. {HOW}.")
    return context


async def signed_in(context: Context) -> None:
    """Ask for a code, show it, and keep what comes of it."""
    form = {"client_id": context.client_id, "resource": context.resource}
    scope = {"scope": context.scope or SCOPE}
    try:
        async with speaking(context.issuer, ca=context.ca) as client:
            issuer = await discovered(client, context.issuer)
            code = await asked(client, issuer, {**form, **scope})
            show(code)
            answer = await agreed(client, issuer, code, form)
            await ended_before(context)
    except Denied as denied:
        raise refused(f"{context.issuer} refuses: {denied}", "SIGN_IN_REFUSED") from None
    found = SignIn.given(context, answer)
    sign_ins.keep(context, found)
    vi, en = until(found)
    say(f"Đã đăng nhập vào {context.name}{vi}.", f"Signed in to {context.name}{en}.")
    if set(os.environ) & {TOKEN, f"{TOKEN}_FILE"}:
        say(f"{TOKEN} đang được đặt và được dùng trước.", f"{TOKEN} is set, and counts before it.")


def show(code: Code) -> None:
    """What a person is to do."""
    en = f"Open {code.address} in a browser and type {code.user_code}"
    say(f"Mở {code.address} trong trình duyệt và nhập {code.user_code}", en)
    if code.address_with_code:
        say(f"  hoặc mở {code.address_with_code}", f"  or open {code.address_with_code}")
    say("Đang chờ bạn đồng ý ở đó …", "Waiting until you have agreed there …")


def say(vi: str, en: str) -> None:
    """To the person, in his language."""
    terminal.say(spoken(vi, en), err=True)


def until(found: SignIn) -> tuple[str, str]:
    """When it ends, or that it is renewed."""
    if found.refresh_token:
        return (
            ", được gia hạn chừng nào nhà cung cấp còn cho phép",
            ", and renewed for as long as the issuer lets it be",
        )
    if not found.expires:
        return "", ""
    vi, en = instant_of_end(found)
    return f" đến {vi}", f" until {en}"


def instant_of_end(found: SignIn) -> tuple[str, str]:
    """When its access token ends, in local time; in words where the issuer did not say."""
    if not found.expires:
        return "khi hết hạn", "it ends"
    ends = f"{datetime.fromtimestamp(found.expires, UTC).astimezone(instants.LOCAL):%Y-%m-%d %H:%M}"
    return ends, ends


async def signed_out(context: Context) -> None:
    """Have it forgotten there and here, and say where it was not."""
    name, ended = context.name, await given_back(context)
    if ended is None:
        say(f"Chưa ai đăng nhập vào {name}.", f"Nobody was signed in to {name}.")
    elif not ended.left:
        say(f"Đã đăng xuất khỏi {name}.", f"Signed out of {name}.")
    else:
        say("Đã đăng xuất, nhưng chỉ ở đây.", "Signed out here, and not everywhere.")
        tell(ended)


async def ended_before(context: Context) -> None:
    """The same of a sign-in that is to be followed by another one, or whose context is given up:
    a copy of its tokens must not be good when nobody knows of them any more.
    """
    ended = await given_back(context)
    if ended and ended.left:
        vi = f"Lần đăng nhập trước vào {context.name} chưa kết thúc ở mọi nơi."
        say(vi, f"The sign-in to {context.name} before was not ended everywhere.")
        tell(ended)


class Ended(NamedTuple):
    """A sign-in that is forgotten here, and in whose words it may be good elsewhere."""

    sign_in: SignIn
    left: list[tuple[str, str]]  # in Vietnamese and English


async def given_back(context: Context) -> Ended | None:
    """Forget it, once all others were asked to; None where nobody was signed in."""
    from services.console.portal.revoking import revoke  # noqa: PLC0415 - gRPC is slow to load

    async with sign_ins.alone(context):
        if (found := sign_ins.kept(context)) is None:
            return None
        try:
            left = await revoke(context, found)
        finally:
            sign_ins.forget(context)
    services = [still_good(found, ", ".join(left.services))] if left.services else []
    return Ended(found, [*services, *([still_renewed(context.issuer)] if left.issuer else [])])


def tell(ended: Ended) -> None:
    """Where it is good yet."""
    for vi, en in ended.left:
        say(vi, en)


def still_good(found: SignIn, services: str) -> tuple[str, str]:
    """Where the access token was not revoked, and how long it is good there."""
    vi, en = instant_of_end(found)
    return (
        f"  Chưa thu hồi được mã truy cập ở: {services}; ở đó mã còn hiệu lực đến {vi}.",
        f"  The access token could not be revoked at: {services}; it is good there until {en}.",
    )


def still_renewed(issuer: str) -> tuple[str, str]:
    """That the issuer did not revoke what it gave."""
    vi, en = "Chưa thu hồi được phiên đăng nhập ở", "The sign-in could not be revoked at"
    return (
        f"  {vi} {issuer}: không liên lạc được, hoặc nơi đó không hỗ trợ thu hồi.",
        f"  {en} {issuer}: it could not be reached, or does not revoke.",
    )
