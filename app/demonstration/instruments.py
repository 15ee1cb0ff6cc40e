"""The demonstration's own instruments: a short one in its second version, and a draft that is being talked about."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.demonstration.cast import TEAM
from app.operations.drafts import store_draft
from app.operations.instruments import store_instrument
from instruments.definition import Instrument
from instruments.drafting.beginning import blank_definition, next_version
from instruments.drafting.draft import Draft, instrument_of
from instruments.drafting.parts import add_entries, add_section, new_item, remove_entry
from instruments.drafting.places import Definition
from instruments.drafting.scale_making import add_scale, option_for, scale_of_labels

LEVELS = ("Not at all", "A little", "Mostly", "Fully")
FIRST_ITEMS = (
    "The clinician said hello and gave their name.",
    "The clinician asked who else was in the room.",
    "The clinician said how long the visit would take.",
    "The clinician asked what the person hoped for today.",
)


@dataclass(frozen=True, slots=True)
class OwnInstruments:
    """The two versions of the team's own instrument, and the draft in work."""

    first_id: uuid.UUID
    second_id: uuid.UUID
    draft_id: uuid.UUID


def make_instruments(
    session: Session, team_id: uuid.UUID, lead_id: uuid.UUID, main: Instrument, main_id: uuid.UUID
) -> OwnInstruments:
    """Two published versions to compare, and a draft of the next version of the instrument in use."""
    first = _whole(welcome())
    second = _whole(better_welcome(first))
    first_id = store_instrument(session, first, actor_id=lead_id, team_id=team_id)
    second_id = store_instrument(session, second, actor_id=lead_id, team_id=team_id)
    draft_id = store_draft(session, team_id, in_work(main), replaces_id=main_id, actor_id=lead_id)
    return OwnInstruments(first_id, second_id, draft_id)


def welcome() -> Draft:
    """A short instrument as a team first writes one."""
    attribution: Definition = {
        "source": f"Written by patient partners and clinicians of the {TEAM}",
        "owner": TEAM,
        "licence": "CC BY 4.0",
        "validation": "Not validated",
    }
    draft = Draft({**blank_definition("A good beginning", TEAM, "good-beginning"), "attribution": attribution})
    draft = draft.with_values(
        {
            ("introduction", "en"): "How a visit begins. Rate what you saw and heard in the first two minutes.",
            ("scoring",): {"rule": "sum", "rescale": {"to_min": "0", "to_max": "100"}, "round": {"places": "0"}},
        }
    )
    draft, scale = add_scale(draft, "How much", scale_of_labels(LEVELS, 0))
    draft, section = add_section(draft, "The first two minutes")
    return add_entries(draft, section, [new_item(each, scale) for each in FIRST_ITEMS])[0]


def better_welcome(first: Instrument) -> Draft:
    """The second version: patient partners put two items in their own words, and one may not apply."""
    draft = Draft(next_version(first))
    who, hoped = ("sections", 0, "items", 1), ("sections", 0, "items", 3)
    return draft.with_values(
        {
            (*who, "text", "any", "en"): "The clinician asked who had come along, and whether they should stay.",
            (*hoped, "text", "any", "en"): "The clinician asked what mattered most to the person today.",
            ("scales", "how_much", "non_scoring"): [option_for("not_applicable")],
            ("scoring", "rule"): "mean_of_answered",
            ("scoring", "min_answered"): "3",
            ("scoring", "non_scoring"): {"not_applicable": "exclude"},
            ("linking", "item_map", str(first.items[1].id)): "reworded",
            ("linking", "item_map", str(first.items[3].id)): "reworded",
        }
    )


def in_work(main: Instrument) -> Draft:
    """The next version of the instrument in use, half way: words of patient partners, a new item, some Welsh."""
    draft = Draft(next_version(main))
    matters = draft.entry_path("what_matters") or ("sections", 0, "items", 0)
    draft = draft.with_values(
        {
            (*matters, "text", "patient_partner", "en"): (
                "Did the clinician find out what matters most to this person, at home, at work and among others?"
            ),
            ("linking", "item_map", "what_matters"): "reworded",
            ("languages",): ["en", "cy"],
            ("title", "cy"): "Penderfynu gyda’n gilydd",
        }
    )
    scale = draft.text(*matters, "scale")
    carer = new_item("Was there room for somebody the person had brought along?", scale)
    draft, _ = add_entries(draft, str(draft.sections[1]["id"]), [{**carer, "id": "brought_along"}])
    return remove_entry(draft, "how_to_decide")


def _whole(draft: Draft) -> Instrument:
    instrument = instrument_of(draft.definition, "published")
    if instrument is None:
        raise ValueError("The demonstration's own instrument is not whole.")
    return instrument
