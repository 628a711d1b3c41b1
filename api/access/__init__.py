"""Who may ask: API keys, bearer tokens of an OpenID Connect issuer, roles, the table of permissions, rate limits, and where to listen.

Nothing here knows what an operation does; `endpoints` says what each asks of its caller, and what is not in that table is refused.
"""
