"""Signing in at the city's identity provider: OpenID Connect, authorization code flow with PKCE."""
