"""Access tokens of other issuers than our own: OpenID Connect providers that a city already has.

`file` reads who they are, and `followed` again when it changes; `fetching` and `keys` get what they
sign with, which `kept` keeps; `issuer` believes a token, `mapping` says what its claims grant.
`discovery` is for clients of an issuer, too. docs/identity.md is for operators.
"""
