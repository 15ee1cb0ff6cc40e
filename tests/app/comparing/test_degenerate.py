"""Rounds that a psychometrician would try to break the comparison with: every view, every file, every command."""

import html
import io
import re
from collections.abc import Mapping

import pytest
from flask.testing import FlaskClient

from app.comparing.figures import FIGURES
from reports.analysis.command import run
from tests.app.builders import Builder
from tests.app.comparing.degenerate import DESIGNS, Design, a_degenerate_study, as_rows, as_sheets
from tests.app.comparing.studies import Study
from tests.app.conftest import SignIn

NOT_A_NUMBER = re.compile(r"(?<![\w-])(nan|inf)(?![\w-])", re.IGNORECASE)
# What the front page says of each: the sentence on kinds of observer, and the one on agreement.
SAID: Mapping[str, tuple[str, ...]] = {
    "one observer of each kind": (
        "Not yet: 2 more Patient partner observers needed (1 of 3). Not yet: 2 more Peer clinician observers needed",
        "Not shown apart: patient partners, of whom only 1 person has sheets.",
    ),
    "two clinics that share nobody": ("It is still open whether patient partners and peer clinicians score alike.",),
    "nothing but noughts": (
        "Every score is 0, so there is nothing to compare.",
        "Whether an item is seen differently cannot be said. Every score is 0",
        "240 of 240 are 0, so nothing can be told apart.",
    ),
    "one clinician": ("(no likely range: all these visits are of one clinician)",),
    "every cell once": ("24 consultations were seen by two observers or more",),
    "everybody met once": (
        "the two kinds never watched the same clinician, so they cannot be set side by side.",
        "Not yet: 10 more consultations seen by two of them needed (0 of 10).",
    ),
    "a single sheet": ("Only one kind of observer has sheets here",),
    "kinds that never met": ("the two kinds never watched the same clinician",),
    "nobody": ("every observer’s sheet for it must be in first.",),
}
# Of other views: where, and what stands there.
ELSEWHERE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "one observer of each kind": (
        ("types/", "1 person, too few to be shown apart"),
        ("sees/", "cannot be told from what these very people see"),
        ("usage/", "All observers"),
        ("differences/", "Not yet: 2 more patient partners needed (1 of 3)."),
    ),
    "two clinics that share nobody": (("severity/", "they fall into 2 groups that share no clinician"),),
    "nothing but noughts": (
        ("severity/", "Every rating is 0, so nothing can be told apart."),
        ("more/", "Every total is the same, so nothing can be told apart."),
        ("items/", "was always given the same point"),
        ("types/", "agree no less with each other than people of one kind do"),
    ),
    "every cell once": (("more/", "let clinicians be watched in more than one consultation"),),
    "one clinician": (
        ("more/", "Not yet: 4 more clinicians needed (1 of 5)."),
        ("sees/", "All visits are of one clinician"),
    ),
    "everybody met once": (("sees/", "Let patient partners and peer clinicians watch the same clinicians."),),
    "kinds that never met": (("sees/", "No clinician was watched by both kinds"),),
    "nobody": (("types/", "No consultation is open for comparing yet"), ("severity/", "There are no ratings yet.")),
}
TABLE = "--layout long --unit consultation --rater observer --rating total"
COMMANDS: Mapping[str, tuple[bool, str]] = {
    "agreement": (True, TABLE),
    "reliability": (True, TABLE),
    "differences": (True, "--x total --y first"),
    "mixed": (True, "--score total --random clinician,consultation,observer"),
    "gstudy": (True, "--score total --design consultation_x_observer"),
    "facets": (False, "--rating rating --facets clinician,observer,item"),
    "compare-types": (True, "--score total --observer observer --type type --consultation consultation"),
}
ANSWERS: Mapping[tuple[str, str], str] = {
    ("one observer of each kind", "compare-types"): "Not yet: 2 more patient_partner observers needed (1 of 3).",
    ("two clinics that share nobody", "facets"): "2 groups of clinician share no observer",
    ("nothing but noughts", "mixed"): "Every score is 0, so there is nothing to share out.",
    ("nothing but noughts", "facets"): "Every rating is 0, so nothing can be told apart.",
    ("nothing but noughts", "reliability"): "240 of 240 are 0, so nothing can be told apart.",
    ("one clinician", "mixed"): "There is one clinician only, so how much that varies cannot be told: leave it out.",
    ("everybody met once", "mixed"): "Every row has its own clinician",
    ("everybody met once", "agreement"): "No unit was rated by two raters, so there is nothing to compare.",
    ("a single sheet", "agreement"): "Agreement needs two raters: only o0 rated.",
    ("a single sheet", "compare-types"): "found only patient_partner in type, and it takes two to compare",
    ("kinds that never met", "compare-types"): "No consultation was scored by both types",
    ("nobody", "mixed"): "found no number in total",
    ("nobody", "reliability"): "There are no ratings.",
}


def told(client: FlaskClient, where: str) -> str:
    """The words of a page; it must be there."""
    answer = client.get(where)
    assert answer.status_code == 200, where
    text = answer.get_data(as_text=True)
    words = re.sub(r"<[^>]+>", " ", text[text.index("<main") :])
    return re.sub(r"\s+", " ", html.unescape(words))


def views(client: FlaskClient, study: Study) -> list[str]:
    """Every view, as the pages themselves lead there."""
    front = client.get(f"/compare/rounds/{study.round}/severity/").get_data(as_text=True)
    links = re.findall(r'href="(/compare/rounds/[^"?#]+/)"', front)
    found = [each for each in dict.fromkeys(links) if str(study.round) in each]
    assert len(found) > 12
    base = f"/compare/rounds/{study.round}/"
    return [*found, f"{base}items/i0/", f"{base}sees/i0/"]


# What is asked of the database is the same as in any round, so one kind of it will do.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", DESIGNS)
def test_every_view_and_file_of_a_degenerate_round_stands_and_says_why(
    build: Builder, sign_in: SignIn, name: str
) -> None:
    study = a_degenerate_study(build, DESIGNS[name])
    client = sign_in(study.lead)
    base = f"/compare/rounds/{study.round}/"
    for where in views(client, study):
        assert not NOT_A_NUMBER.search(told(client, where)), where
    observer = f"{study.observers[0]}/{DESIGNS[name].kinds[0]}" if study.observers else "nobody"
    assert client.get(f"{base}severity/observer/?one={observer}").status_code in {200, 404}
    files = [f"{base}figures/{figure}.{form}?one={observer}" for figure in FIGURES for form in ("svg", "csv")]
    files += [f"{base}figures/{figure}.png?one={observer}" for figure in FIGURES if name == "nothing but noughts"]
    assert {client.get(each).status_code for each in files} <= {200, 404}
    for each in ("agreement.csv", "ratings.csv", "codebook.csv", "reporting/checklist.md", "reporting/bundle.zip"):
        assert client.get(base + each).status_code == 200, each
    front = told(client, base)
    assert all(sentence in front for sentence in SAID[name])
    for where, sentence in ELSEWHERE.get(name, ()):
        assert sentence in told(client, base + where), where


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_answers_degenerate_data_or_says_why_not(command: str) -> None:
    by_sheet, options = COMMANDS[command]
    arguments = [each.replace("_x_", " x ") for each in options.split()]
    for name, design in DESIGNS.items():
        out, errors = io.StringIO(), io.StringIO()
        data = io.BytesIO(_table(design, by_sheet=by_sheet).encode())
        code = run([command, "-", *arguments], data, out, errors)
        assert code in {0, 2}, (name, command)
        said = out.getvalue() + errors.getvalue()
        assert not NOT_A_NUMBER.search(said), (name, command)
        assert ANSWERS.get((name, command), "") in said, (name, command)


def _table(design: Design, *, by_sheet: bool) -> str:
    return as_sheets(design) if by_sheet else as_rows(design)
