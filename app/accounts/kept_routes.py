"""What is kept about me: how much of what, and a copy of it all."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import ClassVar

from flask import Response, url_for
from flask.typing import ResponseReturnValue

from app.accounts.blueprint import accounts
from app.operations.audit import record
from app.queries.report_files import issued_pdfs_of
from app.queries.subject_access import KeptAboutSomebody, kept_about
from app.web.fresh import need_fresh_sign_in
from app.web.languages import _
from app.web.page import Page, render
from app.web.request_database import database, db
from app.web.signed_in import actor
from app.web.zip_files import zip_file
from app.words import noted

# The tables in words a person knows. What is not named here is told as "other".
NAMES: Mapping[str, str] = {
    "person": noted("Your account"),
    "membership": noted("What you are in your teams"),
    "clinician": noted("You as a clinician"),
    "availability": noted("When you can come"),
    "training": noted("Training you took part in"),
    "conflict_of_interest": noted("Whom you should not observe"),
    "web_session": noted("Where you are signed in"),
    "tablet_pin": noted("Your PIN on tablets (its day, never the PIN)"),
    "assignment": noted("Visits you were asked to observe"),
    "consultation": noted("Visits of yours that were or will be observed"),
    "consent_event": noted("What patients told you"),
    "brief_read": noted("Briefs you read"),
    "preparation": noted("What you wrote before your reports"),
    "reflection": noted("Your reflections"),
    "issued_report": noted("Reports about you that are out"),
    "report_word": noted("What you replied or asked"),
    "ladder_step": noted("Steps on the way to reports"),
    "safety_concern": noted("Worries you told about somebody's safety"),
    "audit_event": noted("What the log says you did"),
}
OTHER = noted("Other things you wrote or did")


@dataclass(frozen=True, slots=True)
class KeptShown:
    """One line: what, how many, and why it is not in the copy, if it is not."""

    name: str
    held: int | None
    withheld: str


@dataclass(frozen=True)
class KeptPage(Page):
    """What is kept about me."""

    template: ClassVar[str] = "accounts/kept.html"

    lines: tuple[KeptShown, ...]
    sheets: int


@accounts.get("/what-is-kept/")
def what_is_kept() -> ResponseReturnValue:
    """How much of what is kept about me."""
    kept = kept_about(db(), actor().id)
    return render(KeptPage(title=_("What is kept about you"), lines=_lines(kept), sheets=len(kept.sheets)))


@accounts.get("/what-is-kept.zip")
def copy_of_what_is_kept() -> Response:
    """A copy of it all: a table for programs, and my reports as they were released."""
    need_fresh_sign_in(url_for("accounts.what_is_kept"))
    who = actor()
    kept = kept_about(db(), who.id)
    files = {"about-me.json": json.dumps(asdict(kept), ensure_ascii=False, indent=2, sort_keys=True).encode()}
    files |= {f"reports/{at:02}.pdf": pdf for at, pdf in enumerate(issued_pdfs_of(db(), who.id), start=1)}
    with database().short_write() as write:
        record(write, "own data copied", f"person {who.id}", actor_id=who.id)
    return zip_file("what-is-kept-about-me", files)


def _lines(kept: KeptAboutSomebody) -> tuple[KeptShown, ...]:
    named = [KeptShown(_(NAMES[each.name]), each.held, _(each.withheld)) for each in kept.tables if each.name in NAMES]
    rest = [each for each in kept.tables if each.name not in NAMES]
    given = sum(each.held or 0 for each in rest if not each.withheld)
    held = [KeptShown(_(OTHER), each.held, _(each.withheld)) for each in rest if each.withheld]
    return (*named, *([KeptShown(_(OTHER), given, "")] if given else []), *held)
