"""Static files under one address per build, so that they can be kept for ever and never mixed.

All our scripts and styles lie under ``/static/<build>/``, where ``<build>`` is a hash over the content of every static
file. Modules import each other by relative address, so one changed file gives the whole set a new address: a page can
never run one build's script with another build's module. This needs no import map, and so no inline script.
"""

import hashlib
from functools import partial
from pathlib import Path
from wsgiref.headers import Headers

from flask import Flask
from whitenoise import WhiteNoise  # pyright: ignore[reportMissingTypeStubs]

from app.web.light_assets import LightAssets
from app.web.module_graph import scripts_needed_by
from app.web.template_names import name_in_templates

STATIC = Path(__file__).resolve().parent.parent / "static"
LEFT_OUT = {".scss", ".ts", ".md"}


def build_hash(root: Path = STATIC) -> str:
    """Twelve hex digits over names and contents of every served file."""
    digest = hashlib.sha256()
    for path in served_files(root):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def served_files(root: Path = STATIC) -> list[Path]:
    """Every file a browser may ask for, in a fixed order."""
    return sorted(path for path in root.rglob("*") if path.is_file() and path.suffix not in LEFT_OUT)


def add_assets(app: Flask) -> None:
    """Serve the static folder and give templates ``asset(name)`` and ``scripts_needed_by(name)``."""
    build = build_hash()
    prefix = f"static/{build}/"

    def asset(name: str) -> str:
        if not (STATIC / name).is_file():
            raise FileNotFoundError(f"No static file {name}; has the set-up been run?")
        return f"/{prefix}{name}"

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix=prefix,
        max_age=31_536_000,
        immutable_file_test=_never_changes,
        add_headers_function=_static_headers,
    )
    app.wsgi_app = LightAssets(app.wsgi_app, STATIC, prefix)  # type: ignore[method-assign]
    name_in_templates(app, asset=asset, scripts_needed_by=partial(scripts_needed_by, root=STATIC))
    app.config["BUILD"] = build


def _never_changes(_path: str, _url: str) -> bool:
    return True


def _static_headers(headers: Headers, _path: str, _url: str) -> None:
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
