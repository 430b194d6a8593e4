"""What a version of a public service says, checked whole before it is drafted or corrected.

What passes fits into one fact, and can be shown, added up and computed with.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from google.protobuf.message import Message

from motcua.catalog.v1.events_pb2 import Channel, ServiceContent
from services.catalog.domain import form_schemas, texts
from services.catalog.domain.levels import Terms
from services.catalog.domain.refusals.content import ContentReason
from services.chassis.errors import Refusal, faults, refuse_all
from services.chassis.reasons import ChassisReason

FIELDS = frozenset(ServiceContent.DESCRIPTOR.fields_by_name)
MOST_ITEMS = 100
# A fact must fit into one message of the bus (1 MiB), and a table keeps it for every version.
MOST_BYTES = 256 * 1024
MOST_DONG = 10**15  # so that the sum of all lines is still a number of 64 bits
MOST_TIME = 10_000  # whatever it is counted in: a deadline is computed day by day

# Nothing could be shown of these without a name.
NAMED = (("steps", "title"), ("documents", "name"), ("forms", "name"))
# These may have none.
DESCRIBED = (("fees", "name"), ("legal_bases", "title"))
LINKED = ("legal_bases", "forms")


def fields_of(message: Message) -> dict[str, Any]:
    """What a message says of the fields that a content has, by name; what is absent is left out."""
    return {field.name: value for field, value in message.ListFields() if field.name in FIELDS}


def terms(stated: Any) -> Terms:
    """What bears on a level, of a content or of a service; lines that are all zero are no fee."""
    written = stated.written_result if stated.HasField("written_result") else None
    return Terms(has_fee=any(line.amount > 0 for line in stated.fees), written_result=written)


def require_sound(content: ServiceContent, *, field: str) -> None:
    """Refuse what no version could say; `field` is where the content stands in the request."""
    _require_bounded(content, field)
    refuse_all(_faults(content, field))


def _faults(content: ServiceContent, field: str) -> Iterator[Refusal]:
    """Everything wrong that can be seen without the catalogue."""
    yield from _wrong_texts(content, field)
    yield from _wrong_codes(content, field)
    yield from _wrong_fees(content, field)
    yield from _wrong_documents(content, field)
    yield from _wrong_times(content, field)
    for name in ("payment_channels", "delivery_channels"):
        yield from _wrong_channels(getattr(content, name), f"{field}.{name}")
    yield from _wrong_addresses(content, field)
    schema = partial(form_schemas.require_sound, content.form_schema, field=f"{field}.form_schema")
    yield from faults(schema)


def _require_bounded(content: ServiceContent, field: str) -> None:
    for listed, items in content.ListFields():
        if listed.is_repeated and len(items) > MOST_ITEMS:
            values = {"most": str(MOST_ITEMS)}
            raise Refusal(
                ChassisReason.LIST_TOO_LONG, field=f"{field}.{listed.name}", values=values
            )
    if (size := content.ByteSize()) > MOST_BYTES:
        values = {"size": str(size), "most": str(MOST_BYTES)}
        raise Refusal(ContentReason.CONTENT_TOO_LARGE, field=field, values=values)


def _wrong_texts(content: ServiceContent, field: str) -> Iterator[Refusal]:
    yield from texts.wrong_name(content.display_name, field=f"{field}.display_name")
    for name, part in NAMED:
        for path, each in _with_paths(content, name, field):
            yield from texts.wrong_name(getattr(each, part), field=f"{path}.{part}")
    yield from texts.wrong_text(content.description, field=f"{field}.description")
    for name, part in DESCRIBED:
        for path, each in _with_paths(content, name, field):
            yield from texts.wrong_text(getattr(each, part), field=f"{path}.{part}")
    for path, basis in _with_paths(content, "legal_bases", field):
        if not (basis.number.strip() or texts.has_original(basis.title)):
            yield Refusal(ContentReason.LEGAL_BASIS_UNNAMED, field=f"{path}.number")


def _wrong_codes(content: ServiceContent, field: str) -> Iterator[Refusal]:
    seen = set()
    for path, code in _with_paths(content, "codes", field):
        missing = [part for part in ("system", "value") if not getattr(code, part).strip()]
        for part in missing:
            yield Refusal(ContentReason.CODE_INCOMPLETE, field=f"{path}.{part}")
        if not missing and (code.system, code.value) in seen:
            values = {"system": code.system, "value": code.value}
            yield Refusal(ContentReason.CODE_REPEATED, field=f"{path}.value", values=values)
        seen.add((code.system, code.value))


def _wrong_fees(content: ServiceContent, field: str) -> Iterator[Refusal]:
    for path, line in _with_paths(content, "fees", field):
        values = {"code": line.code, "most": str(MOST_DONG)}
        if line.amount < 0:
            yield Refusal(ContentReason.FEE_NEGATIVE, field=f"{path}.amount", values=values)
        elif line.amount > MOST_DONG:
            yield Refusal(ContentReason.FEE_TOO_HIGH, field=f"{path}.amount", values=values)


def _wrong_documents(content: ServiceContent, field: str) -> Iterator[Refusal]:
    for path, document in _with_paths(content, "documents", field):
        for part in ("originals", "copies"):
            if getattr(document, part) < 0:
                yield Refusal(ContentReason.COUNT_NEGATIVE, field=f"{path}.{part}")


def _wrong_times(content: ServiceContent, field: str) -> Iterator[Refusal]:
    seen = set()
    for path, time in _with_paths(content, "processing_times", field):
        if not 1 <= time.amount <= MOST_TIME:
            values = {"most": str(MOST_TIME)}
            yield Refusal(ContentReason.AMOUNT_OUT_OF_RANGE, field=f"{path}.amount", values=values)
        if not time.unit:
            yield Refusal(ContentReason.TIME_UNIT_MISSING, field=f"{path}.unit")
        # Unspecified is a channel here: it stands for all others.
        if time.channel in seen:
            yield _repeated(time.channel, f"{path}.channel")
        seen.add(time.channel)


def _wrong_channels(channels: Sequence[Channel], field: str) -> Iterator[Refusal]:
    for number, channel in enumerate(channels):
        if not channel:
            yield Refusal(ContentReason.CHANNEL_UNNAMED, field=f"{field}[{number}]")
        elif channel in channels[:number]:
            yield _repeated(channel, f"{field}[{number}]")


def _repeated(channel: Channel, field: str) -> Refusal:
    return Refusal(
        ContentReason.CHANNEL_REPEATED, field=field, values={"channel": Channel.Name(channel)}
    )


def _wrong_addresses(content: ServiceContent, field: str) -> Iterator[Refusal]:
    addressed = [(field, content)]
    addressed += (each for name in LINKED for each in _with_paths(content, name, field))
    for path, each in addressed:
        if each.url and not _is_of_the_web(each.url):
            yield Refusal(ContentReason.URL_NOT_OF_THE_WEB, field=f"{path}.url")


def _is_of_the_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError:  # brackets that do not match, a port that is no number
        return False
    return named and parts.scheme in {"http", "https"} and not any(map(str.isspace, url))


def _with_paths(content: ServiceContent, name: str, field: str) -> Iterator[tuple[str, Any]]:
    """The items of a list, each with its path."""
    for number, each in enumerate(getattr(content, name)):
        yield f"{field}.{name}[{number}]", each
