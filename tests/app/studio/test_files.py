"""Files come in with what was lost before anything is kept, and go out in every format."""

import io
import uuid

import pytest
from sqlalchemy import func, select

from app.exchange_files.door import WAYS_OUT
from app.models.drafts import InstrumentDraft
from instruments.loading import canonical_json, fingerprint, load
from tests.app.builders import SMALL
from tests.app.studio.conftest import Bench

TABLE = "item,text,low anchor,high anchor\nlistens,The clinician listens,Not at all,All the time\n"


def upload(bench: Bench, name: str, content: bytes) -> str:
    answer = bench.client.post(
        f"/studio/teams/{bench.team}/import",
        data={"file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )
    return answer.get_data(as_text=True)


def drafts(bench: Bench) -> int:
    bench.session.rollback()
    count = bench.session.scalar(select(func.count()).select_from(InstrumentDraft)) or 0
    bench.session.rollback()
    return count


def test_what_a_file_loses_is_shown_before_anything_is_kept(empty_bench: Bench) -> None:
    page = upload(empty_bench, "items.csv", TABLE.encode())
    assert "What could not be carried" in page
    assert "Keep it as a draft" in page
    assert drafts(empty_bench) == 0


def test_what_was_read_is_kept_as_a_draft(empty_bench: Bench) -> None:
    definition = canonical_json(load(SMALL)).decode()
    empty_bench.client.post(f"/studio/teams/{empty_bench.team}/import/keep", data={"definition": definition})
    assert empty_bench.newest().draft.text("title", "en") == "A small instrument"


def test_a_pasted_table_is_read_too(empty_bench: Bench) -> None:
    answer = empty_bench.client.post(f"/studio/teams/{empty_bench.team}/import", data={"pasted": TABLE})
    assert answer.status_code == 200
    assert "1 item or question" in answer.get_data(as_text=True)


def test_a_file_that_cannot_be_read_says_why(empty_bench: Bench) -> None:
    page = upload(empty_bench, "broken.yaml", b"id: [")
    assert "This file could not be read" in page
    assert drafts(empty_bench) == 0


def test_no_file_and_no_table_is_told(empty_bench: Bench) -> None:
    answer = empty_bench.client.post(f"/studio/teams/{empty_bench.team}/import", data={})
    assert answer.status_code == 422
    assert "Choose a file, or paste a table of items." in answer.get_data(as_text=True)


@pytest.mark.parametrize("filetype", WAYS_OUT)
def test_a_draft_is_downloaded_in_every_format(bench: Bench, filetype: str) -> None:
    answer = bench.client.get(f"{bench.address}/files/{filetype}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(answer.data) > 100


def test_the_page_says_what_each_paper_form_cannot_carry(bench: Bench) -> None:
    page = bench.page("/files/")
    assert page.count("Nothing is scored on paper") == 2
    assert page.count("Form to fill in with a pen") == 0


def test_the_paper_form_of_each_reader_has_a_name_of_its_own(bench: Bench) -> None:
    named = [
        bench.client.get(f"{bench.address}/files/pdf?wording={reader}&language=en").headers["Content-Disposition"]
        for reader in ("patient_partner", "peer_clinician")
    ]
    assert [each.partition("-")[2] for each in named] == ['2-patient-partner-en.pdf"', '2-peer-clinician-en.pdf"']


def test_the_file_of_a_published_version_is_that_version(bench: Bench, build) -> None:
    published: uuid.UUID = build.an_instrument()
    build.keep()
    content = bench.client.get(f"/studio/teams/{bench.team}/published/{published}/files/yaml").data
    assert fingerprint(load(content)) == fingerprint(load(SMALL))


def test_a_draft_that_is_not_whole_has_no_files_yet(bench: Bench) -> None:
    bench.send("/scoring", total__rule="mean_of_answered", total__least="many")
    assert "not whole yet" in bench.page("/files/")
    assert bench.client.get(f"{bench.address}/files/yaml").status_code == 404


def test_a_sheet_is_tried_out_and_nothing_is_kept(bench: Bench) -> None:
    sheet = f"{bench.address}/sheet?wording=patient_partner"
    assert "Choose a rating" in bench.client.post(sheet, data={}).get_data(as_text=True)
    answer = bench.client.post(sheet, data={"i_choices": "1", "i_harms": "2"})
    assert "nothing was kept" in answer.get_data(as_text=True)


def test_only_our_own_pages_may_frame_the_sheet(bench: Bench) -> None:
    policy = bench.client.get(f"{bench.address}/sheet").headers["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "frame-src" not in policy


def test_a_changed_word_stands_beside_the_old_one(bench: Bench) -> None:
    bench.send("/entries/choices", text__any="Names all the choices")
    page = bench.page("/differences")
    assert "<ins>" in page
    assert "all " in page


def test_a_removed_item_is_told_as_critical_with_the_observations_it_touches(bench: Bench) -> None:
    bench.client.post(f"{bench.address}/entries/harms/remove")
    page = bench.page("/differences")
    assert "“Tells the harms” is gone." in page
    assert "0 observations made so far keep the old meaning." in page


def test_a_licence_without_derivatives_shows_the_words_to_read_only(bench: Bench, build, session) -> None:
    row = session.get(InstrumentDraft, bench.draft_id)
    row.replaces_id = build.an_instrument(
        SMALL.replace("licence: CC BY 4.0", "licence: CC BY-ND 4.0, permission_reference: letter")
    )
    session.commit()
    page = bench.page("/entries/choices")
    assert "allows no changed words or points" in page
    assert 'name="text-any"' not in page
    assert "A draft with items added or taken out cannot be published." in bench.page("/")
    bench.send("/entries/choices", text__any="Changed all the same")
    assert bench.draft.text("sections", 0, "items", 0, "text", "any", "en") == "Names the choices"
