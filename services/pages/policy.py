"""What a browser may do with a page: nothing but show it, run our one script, and send forms to us.

Hashes and not nonces, so that a page that did not change has the body and the ETag it had.
"""

import base64
import hashlib

HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
HSTS = {"strict-transport-security": "max-age=63072000; includeSubDomains"}


def hashed(text: str) -> str:
    """How a policy names an inline style or script."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def policy(style: str, script: str) -> str:
    """The Content-Security-Policy of every page."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {hashed(style)}",
            f"script-src {hashed(script)}",
            "connect-src 'self'",
            "img-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def is_foreign(headers: dict[str, str]) -> bool:
    """Whether a form was sent by another site's page. `Origin` is `null` of our own pages, too,
    since they send no referrer.
    """
    site = headers.get("sec-fetch-site", "")
    if site:
        return site not in {"same-origin", "none"}
    origin = headers.get("origin", "null")
    return origin != "null" and origin.partition("://")[2] != headers.get("host")
