"""How far observers agree: on the total in every group, and on each item in one."""

import uuid

from flask.typing import ResponseReturnValue

from app.comparing.asked import asked
from app.comparing.blueprint import comparing
from app.comparing.figures import shown
from app.comparing.lines import COLUMNS, agreement_line, explanations, readings
from app.comparing.pages import AgreementPage
from app.comparing.remembered import items_of
from app.web.page import render
from reports.comparison.wording import explained


@comparing.get("/rounds/<uuid:round_id>/agreement/")
def agreement(round_id: uuid.UUID) -> ResponseReturnValue:
    """Every group, every item, every number."""
    ask = asked(round_id)
    found, group = ask.overview, ask.group
    rows = (group.total, *items_of(ask.ratings, group.key, ask.minimums))
    addresses = ["", *(ask.address("item", item_id=item.id) for item in ask.ratings.items)]
    number = explained(ask.number)
    options = {"group": group.key, "number": ask.number}
    caption = "The mark is the value, the bar its likely range (95 % interval). The same numbers stand in the table."
    page = AgreementPage(
        title=f"How far observers agree: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        columns=COLUMNS,
        groups=tuple(agreement_line(each.title, "", each.total) for each in found.groups),
        group_choices=ask.group_choices(),
        number_choices=ask.number_choices(),
        group_title=group.title,
        number_name=number.name,
        readings=readings(group.total),
        figure=shown(ask, "agreement", caption, options) if found.basis.sheets else None,
        items=tuple(
            agreement_line(row.name, at, row, stressed=row.is_total) for row, at in zip(rows, addresses, strict=True)
        ),
        explanations=explanations(rows),
    )
    return render(page)
