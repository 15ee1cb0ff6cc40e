"""The server's clock jumps back by hours, as after a battery change: sheets are stored and told apart all the same."""

from datetime import datetime, timedelta, tzinfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.models.observations import ObservationRevision
from app.operations.audit import broken_links
from tests.app.observing.conftest import Clinic
from tests.app.observing.frozen import ANSWERS, a_sheet, send


class Late(datetime):
    """A clock that is three hours slow."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # pyright: ignore[reportIncompatibleMethodOverride]
        return datetime.now(tz) - timedelta(hours=3)


def step_back(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("app.models.base", "app.operations.audit"):
        monkeypatch.setattr(f"{module}.datetime", Late)


def test_a_sheet_sent_again_gets_the_receipt_of_before(clinic: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    content = a_sheet(clinic.partners_sheet)
    first = send(clinic.as_partner, content)
    step_back(monkeypatch)
    again = send(clinic.as_partner, content)
    assert (again.status_code, again.get_json()) == (200, first.get_json())


def test_a_correction_still_follows_what_it_corrects_and_the_chain_holds(
    clinic: Clinic, look: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = a_sheet(clinic.partners_sheet)
    send(clinic.as_partner, content)
    step_back(monkeypatch)
    better = {**content, "revision": 2, "reason": "A slip.", "answers": {**ANSWERS, "choices": {"code": "2"}}}
    assert send(clinic.as_partner, better).status_code == 201
    rows = look.execute(
        select(ObservationRevision.number, ObservationRevision.received_at).order_by(ObservationRevision.number)
    ).all()
    assert [row.number for row in rows] == [1, 2]
    assert rows[1].received_at < rows[0].received_at
    assert broken_links(look) == []
