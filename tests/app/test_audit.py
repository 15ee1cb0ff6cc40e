"""The audit log shows tampering."""

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.models.audit import AuditEvent
from app.operations.audit import broken_links, record
from tests.app.builders import Builder


def three_events(session: Session, build: Builder) -> None:
    team = build.a_team()
    for number in range(3):
        record(session, "something done", f"thing {number}", actor_id=None, team_id=team, details={"n": number})
    session.commit()


def test_an_untouched_chain_is_whole(session: Session, build: Builder) -> None:
    three_events(session, build)
    assert broken_links(session) == []


def test_a_changed_event_is_found(session: Session, build: Builder) -> None:
    three_events(session, build)
    session.execute(update(AuditEvent).where(AuditEvent.subject == "thing 1").values(subject="thing 7"))
    session.expire_all()
    assert any("was changed" in sentence for sentence in broken_links(session))


def test_a_removed_event_is_found(session: Session, build: Builder) -> None:
    three_events(session, build)
    session.execute(delete(AuditEvent).where(AuditEvent.subject == "thing 1"))
    session.expire_all()
    assert any("is missing" in sentence for sentence in broken_links(session))
