"""Which changes of a draft change the meaning of a rating or a score, and how many observations each would touch."""

import uuid

from sqlalchemy.orm import Session

from app.queries.drafts import DraftToEdit
from app.queries.instrument_use import instrument_use
from app.studio.pages import ChangeShown
from instruments.changes import critical_changes
from instruments.drafting.draft import instrument_of


def touched_by(session: Session, team_id: uuid.UUID, found: DraftToEdit) -> tuple[ChangeShown, ...]:
    """Every critical change with the observations made under the old meaning; none while the draft is not whole."""
    instrument, replaced_id = instrument_of(found.draft.definition), found.listed.replaces_id
    if instrument is None or found.replaced is None or replaced_id is None:
        return ()
    critical = critical_changes(found.replaced, instrument)
    if not critical:
        return ()
    use = instrument_use(session, team_id, replaced_id)
    return tuple(ChangeShown(each.sentence, use.touched(each.entry_id)) for each in critical)
