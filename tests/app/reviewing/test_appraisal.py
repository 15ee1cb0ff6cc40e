"""The zip for an appraisal portfolio: the same report as PDF and as data, for its clinician alone."""

import io
import json
import zipfile

from app.operations.feedback import save_reflection
from tests.app.builders import Builder
from tests.app.conftest import SignIn
from tests.app.reviewing.climbing import released
from tests.app.reviewing.observed import an_observed_clinician


def test_it_holds_the_report_as_released_and_as_it_stands(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    save_reflection(
        build.session, build.actor(of.person), of.clinician, of.round,
        text="I will ask first.", will_try="", what_will_change="", look_again_on=None,
    )  # fmt: skip
    build.keep()
    answer = sign_in(of.person).get(f"/review/reports/{report}/appraisal.zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        names = archive.namelist()
        data = json.loads(archive.read("report.json"))
    assert names == ["report.pdf", "report-as-released.pdf", "report.json", "contents.txt"]
    assert data["schema"] == "levelfield-report/1"
    assert "I will ask first." in json.dumps(data)
    assert len(data["fingerprint"]) == 64


def test_the_data_say_no_more_than_the_page(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    client = sign_in(of.person)
    answer = client.get(f"/review/reports/{report}/appraisal.zip")
    page = client.get(f"/review/reports/{report}/").text
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        data = json.loads(archive.read("report.json"))
    tables = [part for section in data["sections"] for part in section["content"] if part["type"] == "table"]
    assert tables
    for table in tables:
        assert table["caption"] in page


def test_a_lead_hands_nothing_in_for_somebody_else(build: Builder, sign_in: SignIn) -> None:
    of = an_observed_clinician(build)
    report = released(build, of)
    assert sign_in(of.lead).get(f"/review/reports/{report}/appraisal.zip").status_code in {403, 404}
