"""What the application's tests are arranged with, for the benchmarks that need the application."""

from tests.app.conftest import app, build, database, migrated_sqlite, session, sign_in

__all__ = ["app", "build", "database", "migrated_sqlite", "session", "sign_in"]
