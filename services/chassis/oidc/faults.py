"""What is wrong with a file of issuers: by place, in Vietnamese and English, all of it at once.

Its form is a JSON Schema, issuers.schema.json; what follows from several parts is checked here.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from jsonschema_rs import Draft202012Validator

from services.chassis.oidc.templates import template
from services.chassis.tls.plaintext import is_safe

ACCESS_TOKEN = "at+jwt"  # noqa: S105 — RFC 9068, a type
# By which providers tell their access tokens: RFC 9068, Keycloak, Entra ID, Cognito.
OF_ACCESS_TOKENS = frozenset({"client_id", "scope", "typ", "scp", "idtyp", "token_use"})
# What a keyword of the schema refuses; the names are those of its own explanation.
KEYWORDS = {
    "required": "thiếu {property}",
    "additionalProperties": "không có khóa nào là {unexpected}",
    "enum": "không phải một trong {options}",
    "pattern": "không theo mẫu {pattern}",
    "type": "không đúng kiểu ({types})",
    "minimum": "nhỏ hơn {limit}",
    "maximum": "lớn hơn {limit}",
    "exclusiveMinimum": "phải lớn hơn {limit}",
    "minItems": "có ít hơn {limit} mục",
    "maxItems": "có nhiều hơn {limit} mục",
    "minLength": "ngắn hơn {limit} ký tự",
    "maxLength": "dài hơn {limit} ký tự",
    "uniqueItems": "nêu một mục hai lần",
}
OTHERWISE = "không đúng dạng"


class Fault(NamedTuple):
    """Where, and what; place "" is the whole file."""

    location: str
    vi: str
    en: str

    def __str__(self) -> str:
        return f"{self.location}: {self.en}" if self.location else self.en


@cache
def form() -> Draft202012Validator:
    """The file's schema, compiled."""
    text = (files(__package__) / "issuers.schema.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def faults_of_form(found: Any) -> Iterator[Fault]:
    """Where the file is not what its schema says."""
    for error in form().iter_errors(found):
        yield Fault(location_text(found, error.instance_path), in_vietnamese(error), error.message)


def in_vietnamese(error: Any) -> str:
    """What an error of the schema says."""
    values = {name: listed(each) for name, each in error.kind.as_dict().items()}
    return KEYWORDS.get(error.kind.name, OTHERWISE).format_map(values)


def listed(value: Any) -> str:
    """A value, or several with commas."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def location_text(found: Any, path: Sequence[str | int]) -> str:
    """A location as text: the issuer by its name or number, then the path within."""
    match path:
        case ["issuer", int(number), *rest]:
            named = found["issuer"][number]
            name = named.get("name", "") if isinstance(named, dict) else ""
            return ".".join(map(str, [f"issuer {name or number + 1}", *rest]))
    return ".".join(map(str, path)) or "file"


def faults_of_meaning(issuers: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """What the form cannot say."""
    for key in ("name", "url"):
        for each, often in Counter(each[key] for each in issuers).items():
            if often > 1:
                vi = f"hai issuer có cùng {key} {each}"
                yield Fault("", vi, f"two issuers have the {key} {each}")
    for each in issuers:
        for fault in faults_in(each):
            yield fault._replace(location=f"issuer {each['name']}{fault.location}")


def faults_in(issuer: Mapping[str, Any]) -> Iterator[Fault]:
    """Of one issuer; places are within it."""
    for key in ("url", "discovery", "jwks_uri"):
        if key in issuer and not is_safe(issuer[key]):
            yield Fault(
                f".{key}",
                "không phải địa chỉ https (http chỉ trên loopback), hoặc có tên người dùng",
                "is no https address (http only on loopback), or names a user",
            )
    if "discovery" in issuer and "jwks_uri" in issuer:
        vi = "có cả discovery và jwks_uri; chỉ nêu một"
        yield Fault("", vi, "has both discovery and jwks_uri; give one")
    if set(issuer.get("token_types", [])) - {ACCESS_TOKEN} and not is_distinguished(issuer):
        named = ", ".join(sorted(OF_ACCESS_TOKENS))
        yield Fault(
            ".required",
            f"với JWT, phải phân biệt access token với ID token bằng một trong {named}",
            f"with JWT, an access token is told from an ID token by one of {named}",
        )
    for number, grant in enumerate(issuer.get("grant", [])):
        for fault in faults_of_grant(grant, issuer["allow"]):
            yield fault._replace(location=f".grant.{number}{fault.location}")


def is_distinguished(issuer: Mapping[str, Any]) -> bool:
    """Whether a required claim distinguishes access tokens from ID tokens."""
    return not OF_ACCESS_TOKENS.isdisjoint(issuer.get("required", {}))


def faults_of_grant(
    grant: Mapping[str, Any], allowed: Sequence[Mapping[str, Any]]
) -> Iterator[Fault]:
    """Of one rule."""
    if not any(grant["role"] in each["roles"] for each in allowed):
        vi = f"{grant['role']} không có trong allow nào"
        yield Fault(".role", vi, f"{grant['role']} stands in no allow")
    for key in ("value", "unit"):
        try:
            template(grant.get(key, ""))
        except ValueError as problem:
            yield Fault(f".{key}", "có nhiều hơn một {tên}, hoặc một dấu ngoặc lẻ", str(problem))
