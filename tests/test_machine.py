"""The database server that some tests need is really used where it is; the browser stories show it of the browser."""

import psycopg
import pytest
from sqlalchemy.engine import make_url

from tests.empty_database import empty_database


@pytest.mark.postgres
def test_every_test_gets_an_empty_postgresql_database_of_its_own(postgres_server: str) -> None:
    with empty_database(postgres_server) as address:
        plain = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(plain, autocommit=True) as connection:
            tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
            assert tables.fetchone() == (0,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(plain)
