"""Headers on every answer: a strict content policy, no sniffing, no framing, no keeping of pages."""

from flask import Flask, Response, request

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Results and names must not be found in a shared tablet's browser later. What may be kept is kept on purpose, by
    # the service worker.
    "Cache-Control": "no-store",
}
OVER_TLS = {**HEADERS, "Strict-Transport-Security": "max-age=31536000"}


def framed_by_own_pages(response: Response) -> Response:
    """Let our own pages, and no others, show this one in a frame, as the preview of a sheet."""
    own = CONTENT_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["Content-Security-Policy"] = own
    return response


def with_frames_of_ours(response: Response) -> Response:
    """Let this page show others of ours in frames."""
    response.headers["Content-Security-Policy"] = f"{CONTENT_POLICY}; frame-src 'self'"
    return response


def add_headers(app: Flask) -> None:
    """Put the headers on every response of the application."""

    def with_headers(response: Response) -> Response:
        own = {name.lower() for name, _ in response.headers}
        ours = OVER_TLS if request.is_secure else HEADERS
        response.headers.extend({name: value for name, value in ours.items() if name.lower() not in own})
        return response

    app.after_request(with_headers)
