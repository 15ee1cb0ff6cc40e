"""Whether a draft may be published as far as the patient partners are concerned."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.models.codesign import DraftSignOff
from app.models.drafts import InstrumentDraft
from app.models.people import Team
from app.rules import Problem, Unfit
from instruments.drafting.draft import Draft
from instruments.drafting.proposing import draft_fingerprint

NOT_SIGNED = "No patient partner has signed this draft off as it stands. Ask one to read it under Co-design, Sign-off."


def check_signed_off(session: Session, row: InstrumentDraft) -> None:
    """Raise Unfit when the team asks for a patient partner's sign-off and the draft, as it stands, has none."""
    if not session.scalar(select(Team.partners_sign_off).where(Team.id == row.team_id)):
        return
    mark = draft_fingerprint(Draft(row.definition))
    signed = exists().where(DraftSignOff.draft_id == row.id, DraftSignOff.fingerprint == mark)
    if not session.scalar(select(signed)):
        raise Unfit([Problem("sign_off", NOT_SIGNED)])
