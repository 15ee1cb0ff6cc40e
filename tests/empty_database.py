"""An empty PostgreSQL database for one test, so that tests running side by side never meet."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg.sql import SQL, Identifier
from sqlalchemy.engine import make_url


@contextmanager
def empty_database(server: str) -> Iterator[str]:
    """The SQLAlchemy address of a new database on this server; gone afterwards, whoever is still connected."""
    address = make_url(server)
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    name = f"levelfield_test_{secrets.token_hex(8)}"
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        try:
            own = address.set(drivername="postgresql+psycopg", database=name)
            yield own.render_as_string(hide_password=False)
        finally:
            connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))
