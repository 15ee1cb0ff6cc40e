"""`levelfield demo` fills an empty database once, and says who can sign in."""

import json
import re
from pathlib import Path

from app.application import create_app
from app.commands.demo import PASSWORD
from app.database import Database
from tests.app.builders import Builder
from tests.app.commands.conftest import Levelfield, site_settings

SMALL = ("--clinics", 2, "--clinicians", 4, "--patient-partners", 4, "--peers", 5, "--consultations", 16)


def test_everybody_it_prints_can_sign_in_with_the_password_it_prints(
    levelfield: Levelfield, database: Database, database_url: str, data_folder: Path
) -> None:
    ended = levelfield("demo", *SMALL)
    assert ended.code == 0, ended.err
    people = re.findall(rf"^  (\S.*?)  +\S.*?  +(\S+@\S+)  +{PASSWORD}$", ended.out, re.MULTILINE)
    assert len(people) == 1 + 2 + 1 + 4 + 5 + 4
    app = create_app(site_settings(database_url, data_folder), database)
    app.config["WTF_CSRF_ENABLED"] = False
    homes: dict[str, str] = {}
    for role, email in people:
        if role in homes:
            continue
        client = app.test_client()
        data = {"email": email, "password": PASSWORD}
        assert client.post("/account/sign-in", data=data, base_url="https://localhost").status_code == 302, email
        homes[role] = client.get("/", base_url="https://localhost").headers["Location"]
    assert homes == {
        "patient partner": "/observe/",
        "peer clinician": "/observe/",
        "lead": "/organise/",
        "facilitator": "/review/release/",
        "clinician": "/review/",
        "administrator": "/account/",
    }


def test_the_truth_is_kept_in_the_data_folder(levelfield: Levelfield, data_folder: Path) -> None:
    levelfield("demo", *SMALL, "--seed", 3)
    truth = json.loads((data_folder / "demo-truth.json").read_text("utf-8"))
    assert truth["seed"] == 3
    assert len(truth["clinician"]) == 4


def test_it_leaves_a_database_with_people_alone(levelfield: Levelfield, build: Builder, data_folder: Path) -> None:
    build.a_person(build.a_team(), "lead")
    build.keep()
    ended = levelfield("demo", *SMALL)
    assert ended.code == 1
    assert "has people in it" in ended.err
    assert not (data_folder / "demo-truth.json").exists()


def test_a_size_that_makes_no_programme_is_refused_in_a_sentence(levelfield: Levelfield) -> None:
    ended = levelfield("demo", *SMALL, "--peers", 1)
    assert ended.code == 2
    assert "add observers" in ended.err
    assert levelfield("demo", *SMALL).code == 0
