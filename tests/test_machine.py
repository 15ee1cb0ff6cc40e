"""The programs that some tests need beside Python are really used where they are."""

import psycopg
import pytest
from playwright.sync_api import sync_playwright
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


@pytest.mark.browser
def test_the_browser_shows_a_page_and_runs_its_script(chromium: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.set_content("<h1>Before</h1><script>document.querySelector('h1').textContent = 'After'</script>")
        assert page.inner_text("h1") == "After"
        browser.close()
