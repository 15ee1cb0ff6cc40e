"""The linking table of a new version: computed from the sheets that are in, looked at, and published with it."""

import uuid
from dataclasses import dataclass
from typing import ClassVar, cast

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.operations.linking import TableToPublish, publish_linking
from app.organising.blueprint import organising
from app.organising.pages import OrganisingPage
from app.queries.evidence import software_version
from app.queries.linking import (
    LinkedVersions,
    LinkingInForce,
    linking_evidence,
    published_linkings,
    versions_to_link,
)
from app.queries.people import team_led_by
from app.rules import NotThere
from app.web.asking import done_or_told
from app.web.page import render
from app.web.request_database import db
from app.web.signed_in import actor
from reports.bridging.crossing import example_sentence, likeness_sentence
from reports.bridging.curve import curve_of
from reports.bridging.evidence import WAYS, LinkingEvidence, Method, Way, data_fingerprint, linking_table
from reports.bridging.keeping import kept
from reports.figures.drawing import draw
from reports.figures.svg import svg
from reports.statistics.linking_table import LinkingTable

WIDTH = 480.0


@dataclass(frozen=True)
class LinkingPage(OrganisingPage):
    """The table of two versions, in force or on trial. ``why_none`` says why nothing can be linked yet."""

    template: ClassVar[str] = "organising/linking.html"

    instrument_id: uuid.UUID
    old: str
    new: str
    in_force: LinkingInForce | None
    chosen: Method
    ways: tuple[tuple[Method, Way], ...]
    doubles: int
    table: LinkingTable
    sentences: tuple[str, ...]
    drawing: Markup | None
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@organising.get("/teams/<uuid:team_id>/instruments/<uuid:instrument_id>/linking/")
def linking(team_id: uuid.UUID, instrument_id: uuid.UUID) -> ResponseReturnValue:
    """The linking table that is published, or what it would be today."""
    team = team_led_by(db(), actor(), team_id)
    versions = _versions(team_id, instrument_id)
    in_force = _in_force(team_id, versions)
    if in_force:
        chosen, table, doubles = cast("Method", in_force.way), in_force.table, 0
    else:
        evidence = linking_evidence(db(), team_id, versions)
        chosen = _chosen(request.args.get("way", ""))
        table, doubles = linking_table(evidence, chosen), len(evidence.doubles)
    old, new = _named(versions)
    curve = curve_of(table, versions.old, versions.new, old, new)
    heads, rows = curve.table() if curve else ((), ())
    page = LinkingPage(
        title=f"Linking {old} to {new}",
        team=team,
        section="instruments",
        instrument_id=instrument_id,
        old=old,
        new=new,
        in_force=in_force,
        chosen=chosen,
        ways=tuple(WAYS.items()),
        doubles=doubles,
        table=table,
        sentences=(example_sentence(table, old, new), likeness_sentence(table)) if table.rows else (),
        # The words inside were escaped when the picture was written.
        drawing=Markup(svg(draw(curve, WIDTH), "linking")) if curve else None,  # noqa: S704 - its words were escaped when drawn
        heads=heads,
        rows=rows,
    )
    return render(page)


@organising.post("/teams/<uuid:team_id>/instruments/<uuid:instrument_id>/linking/publish")
def linking_publish(team_id: uuid.UUID, instrument_id: uuid.UUID) -> ResponseReturnValue:
    """Publish the table with the version. It does not change any more."""
    team_led_by(db(), actor(), team_id)
    versions = _versions(team_id, instrument_id)
    way = _chosen(request.form.get("way", ""))
    evidence = linking_evidence(db(), team_id, versions)
    table = linking_table(evidence, way)
    address = url_for("organising.linking", team_id=team_id, instrument_id=instrument_id, way=way)
    if table.rows:
        done_or_told(
            lambda: publish_linking(
                db(), actor(), team_id, (versions.old_id, versions.new_id), _to_publish(evidence, table, way)
            ),
            "The linking table is published with this version. It does not change any more.",
        )
    return redirect(address)


def _to_publish(evidence: LinkingEvidence, table: LinkingTable, way: Method) -> TableToPublish:
    return TableToPublish(way, kept(table), data_fingerprint(evidence, way), software_version())


def _versions(team_id: uuid.UUID, instrument_id: uuid.UUID) -> LinkedVersions:
    found = versions_to_link(db(), team_id, instrument_id)
    if found is None:
        raise NotThere("This version does not name a version of your team that it replaces, so nothing is linked.")
    return found


def _in_force(team_id: uuid.UUID, versions: LinkedVersions) -> LinkingInForce | None:
    pair = (versions.old_id, versions.new_id)
    return next((each for each in published_linkings(db(), team_id) if (each.old_id, each.new_id) == pair), None)


def _chosen(asked: str) -> Method:
    return cast("Method", asked) if asked in WAYS else "linear"


def _named(versions: LinkedVersions) -> tuple[str, str]:
    return f"version {versions.old.version}", f"version {versions.new.version}"
