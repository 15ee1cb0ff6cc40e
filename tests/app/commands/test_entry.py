"""Every command explains itself, and ends as its contract says."""

import json
from pathlib import Path

import pytest

from app.commands.entry import parser
from tests.app.commands.conftest import Levelfield

COMMANDS = (
    ("migrate",),
    ("serve",),
    ("demo",),
    ("people", "create"),
    ("instrument", "check"),
    ("instrument", "publish"),
    ("instrument", "export"),
    ("instrument", "import"),
    ("import-ratings",),
    ("export", "ratings"),
    ("export", "observations"),
    ("export", "audit"),
    ("feedback",),
    ("reports",),
    ("work",),
    ("backup",),
    ("doctor",),
    ("audit", "verify"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_has_a_help_with_an_example(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([*command, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert f"levelfield {' '.join(command)}" in said.partition("example")[2]


def test_arguments_that_cannot_be_used_end_with_2(levelfield: Levelfield) -> None:
    assert levelfield("export", "everything").code == 2
    assert levelfield("no-such-command").code == 2
    assert levelfield("people", "create", "--name", "Ann", "--email", "ann@example.org").code == 2


def test_work_that_fails_ends_with_1_and_a_sentence_on_standard_error(
    levelfield: Levelfield, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEVELFIELD_DATABASE_URL", "sqlite://")
    ended = levelfield("audit", "verify")
    assert (ended.code, ended.out) == (1, "")
    assert "levelfield migrate" in ended.err


def test_an_interrupt_ends_with_130(levelfield: Levelfield, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("app.commands.audit.broken_links", interrupted)
    assert levelfield("audit", "verify").code == 130


def test_a_csv_file_is_analysed_without_any_database(
    levelfield: Levelfield, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LEVELFIELD_DATABASE_URL", "sqlite:////nowhere/at/all.sqlite")
    file = tmp_path / "ratings.csv"
    file.write_text("ann,bob\n1,1\n2,2\n3,2\n1,1\n", "utf-8")
    ended = levelfield("analyse", "agreement", file, "--json")
    assert ended.code == 0, ended.err
    assert json.loads(ended.out)["data"]["units"] == 4
    assert levelfield("analyse", "agreement", tmp_path / "none.csv").code == 2


def test_the_list_of_commands_names_every_command() -> None:
    listed = parser().format_help()
    assert all(command[0] in listed for command in (*COMMANDS, ("analyse",)))
