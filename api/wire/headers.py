"""Headers every response carries, and how long each may be kept."""

from __future__ import annotations

from flask import Response

_PAGE_POLICY = (
    # Swagger UI's style sheet holds its icons as data: images; nothing else may come from anywhere but here.
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def secure(response: Response) -> Response:
    """Add the security headers, and ``Cache-Control: no-store`` where a view has not said otherwise.

    HSTS is left to what terminates TLS in front of the service.
    """
    for name, value in _ALWAYS.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = _DATA_POLICY if response.is_json else _PAGE_POLICY
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response
