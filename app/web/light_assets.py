"""Our scripts and styles as light as they can be without a bundler: no comments, no indents, compressed once.

A tablet that must open a page for the first time over a clinic's weak wifi waits for every byte. Line numbers stay, so
an error still names the line of the file.
"""

import gzip
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Response

TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
HEADERS = [
    ("Cache-Control", "max-age=31536000, public, immutable"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Vary", "Accept-Encoding"),
    ("Content-Encoding", "gzip"),
]


def without_comments(source: str) -> str:
    """A script or a style sheet with indents gone, and comments that begin a line; every line keeps its number.

    Ours stand there and nowhere else, and no text of ours spans lines.
    """
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        bare = line.strip()
        if not inside and not bare.startswith(("//", "/*")):
            kept.append(bare)
            continue
        if inside or bare.startswith("/*"):
            _, ends, rest = bare.partition("*/")
            inside = not ends
            kept.append(rest.strip() if ends else "")
        else:
            kept.append("")
    return "\n".join(kept)


def light(path: Path) -> bytes:
    """A static file as it is sent, before it is compressed."""
    content = path.read_bytes()
    # A package's own file says by what right it is used.
    if path.parent.name == "build":
        return content
    return without_comments(content.decode()).encode() if path.suffix in {".js", ".css"} else content


class LightAssets:
    """Answers for the text files under one prefix to browsers that take compressed ones; everything else goes on."""

    def __init__(self, application: WSGIApplication, root: Path, prefix: str) -> None:
        self.application = application
        self.root = root
        self.prefix = f"/{prefix}"
        self.known: dict[str, bytes] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        address = str(environ.get("PATH_INFO", ""))
        accepted = str(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if environ.get("REQUEST_METHOD") != "GET" or "gzip" not in accepted or not address.startswith(self.prefix):
            return self.application(environ, start_response)
        path = (self.root / address.removeprefix(self.prefix)).resolve()
        if path.suffix not in TYPES or not path.is_relative_to(self.root) or not path.is_file():
            return self.application(environ, start_response)
        body = self.known.get(address)
        if body is None:
            body = self.known[address] = gzip.compress(light(path), 9, mtime=0)
        headers = [("Content-Type", TYPES[path.suffix]), ("Content-Length", str(len(body))), *HEADERS]
        start_response("200 OK", headers)
        return [body]


def compressed(response: Response, accepted: str) -> Response:
    """A page's answer, compressed where the browser takes it.

    Only for pages that say nothing back of what the address asked, so that their size tells nothing of what they hold.
    """
    if "gzip" not in accepted or response.headers.get("Content-Encoding"):
        return response
    response.set_data(gzip.compress(response.get_data(), 6, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    return response
