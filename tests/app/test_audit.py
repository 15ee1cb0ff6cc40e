"""The audit log shows tampering."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app.database import Database
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


def test_events_added_at_once_each_get_their_own_place(database: Database, session: Session, build: Builder) -> None:
    team = build.a_team()
    build.keep()

    def add(number: int) -> None:
        with database.short_write() as write:
            record(write, "something done", f"thing {number}", actor_id=None, team_id=team)

    with ThreadPoolExecutor(8) as together:
        list(together.map(add, range(24)))
    assert broken_links(session) == []
    assert session.scalar(select(func.count()).where(AuditEvent.subject.like("thing %"))) == 24


def test_a_removed_event_is_found(session: Session, build: Builder) -> None:
    three_events(session, build)
    session.execute(delete(AuditEvent).where(AuditEvent.subject == "thing 1"))
    session.expire_all()
    assert any("is missing" in sentence for sentence in broken_links(session))
