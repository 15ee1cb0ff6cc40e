"""`levelfield serve`: the web server, and beside it the workers for what takes longer than a request."""

import argparse
from typing import Any

from waitress import serve as serve_with_waitress

from app.application import BODY_LIMIT, create_app
from app.commands.console import DONE, Commands, add_command, complain, ready_database
from app.commands.workers_beside import workers_beside
from app.jobs.pool import cores
from app.settings import settings_from_environment

THREADS = 8
# Lines on which nothing happens cost nothing, and browsers keep theirs open: a hundred tablets must not shut out the
# next. What is far too large is refused before it is read; what is a little too large gets our own words.
LINES: dict[str, Any] = {"connection_limit": 500, "asyncore_use_poll": True, "max_request_body_size": 4 * BODY_LIMIT}
# One that draws a whole round must not keep a lead who waits for a comparison.
WORKERS = 2


def add(commands: Commands) -> None:
    """Add `serve`."""
    parser = add_command(commands, "serve", _serve, "start the web server", "levelfield serve --port 8000")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--threads", type=int, default=THREADS, help=f"requests at a time (default: {THREADS})")
    workers = min(WORKERS, cores())
    parser.add_argument(
        "--workers",
        type=int,
        default=workers,
        help=f"processes for long work (default: {workers}; 0 where `levelfield work` runs elsewhere)",
    )


def _serve(arguments: argparse.Namespace) -> int:
    settings = settings_from_environment()
    with ready_database(settings) as database:
        app = create_app(settings, database)
        complain(f"Listening on http://{arguments.host}:{arguments.port}")
        with workers_beside(arguments.workers):
            serve_with_waitress(
                app, host=arguments.host, port=arguments.port, threads=arguments.threads, ident=None, **LINES
            )
    return DONE
