"""The `levelfield` command on a site of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.commands import main
from app.settings import Settings


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it said."""

    code: int
    out: str
    err: str


Levelfield = Callable[..., Ended]


@pytest.fixture
def data_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def levelfield(
    database_url: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Levelfield:
    """Runs a command on the test's own database, as a shell would."""
    monkeypatch.setenv("LEVELFIELD_DATABASE_URL", database_url)
    monkeypatch.setenv("LEVELFIELD_DATA", str(data_folder))
    monkeypatch.setenv("LEVELFIELD_SECRET_KEY", site_settings(database_url, data_folder).secret_key)

    def run(*arguments: object) -> Ended:
        capsys.readouterr()
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return run


def site_settings(database_url: str, data: Path) -> Settings:
    """The settings the command finds in its environment."""
    return Settings(data=data, database_url=database_url, secret_key="for the command's tests " * 3, testing=True)
