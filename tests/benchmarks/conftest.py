"""What the application's tests and the browser stories are arranged with, for the benchmarks that need them."""

from tests.app.conftest import app, build, database, database_url, migrated_postgres, migrated_sqlite, session, sign_in
from tests.browser.conftest import browser, site

__all__ = [
    "app",
    "browser",
    "build",
    "database",
    "database_url",
    "migrated_postgres",
    "migrated_sqlite",
    "session",
    "sign_in",
    "site",
]
