"""How the points of the scale were used, kind by kind, and whether everybody sits at one end."""

import uuid

from flask.typing import ResponseReturnValue

from app.comparing.asked import asked
from app.comparing.blueprint import comparing
from app.comparing.figures import shown
from app.comparing.lines import point_counts
from app.comparing.pages import ItemUse, ScaleUse, UsagePage
from app.web.page import render
from reports.comparison.rating_counts import usage_sentences


@comparing.get("/rounds/<uuid:round_id>/usage/")
def usage(round_id: uuid.UUID) -> ResponseReturnValue:
    """Every item, grouped by the scale it is rated on."""
    ask = asked(round_id)
    counts = ask.overview.counts if ask.overview.basis.sheets else ()
    caption = "Each bar is all ratings of one kind of observer; the lowest point stands at the left."
    page = UsagePage(
        title=f"How the scale was used: {ask.round.name}",
        round=ask.round,
        places=ask.places(),
        sentences=usage_sentences(counts),
        scales=tuple(
            ScaleUse(
                labels,
                shown(ask, "points", caption, {"like": own[0].id}, f"points-{at}"),
                tuple(ItemUse(each.name, ask.address("item", item_id=each.id), point_counts(each)) for each in own),
            )
            for at, labels in enumerate(dict.fromkeys(each.labels for each in counts))
            if (own := [each for each in counts if each.labels == labels])
        ),
    )
    return render(page)
