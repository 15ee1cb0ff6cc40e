"""An observer's record in words: a certificate on one page, and a portfolio with room to reflect."""

from datetime import date

from app.web.languages import _, language
from app.web.words_for_templates import long_date
from reports.documents.activity import HOURS_OF_HALF_DAY, Activity
from reports.documents.paper import Paper
from reports.feedback.shape import Block, Bullets, DataTable, Facts, Paragraph, Section, WritingSpace
from reports.figures.scale import number


def certificate(activity: Activity, today: date) -> Paper:
    """One page to show to others."""
    return Paper(
        title=_("Record of observing"),
        subtitle=activity.name,
        language=language(),
        day=today,
        foot=_("Made on {day} from the team’s own records.", day=long_date(today)),
        facts=Facts(summary_rows(activity)),
        sections=(
            Section(
                "what",
                _("What this is about"),
                (
                    Paragraph(
                        _(
                            "Trained observers sit in on clinic visits and score how well patient and clinician decide"
                            " together. Patient partners and peer clinicians do the same work, and their scores count"
                            " the same."
                        )
                    ),
                    Paragraph(_("This record says what was done. It does not mark the observer in any way."), "note"),
                ),
            ),
            *_practice_on_the_certificate(activity),
            Section(
                "confirmed",
                _("Confirmed for the team"),
                (WritingSpace("name", _("Name and role"), 1), WritingSpace("signed", _("Signed, and when"), 1)),
            ),
        ),
    )


def portfolio(activity: Activity, today: date) -> Paper:
    """Everything done, year by year, and space for one's own words."""
    years = tuple(_year(year, activity) for year in activity.by_year())
    return Paper(
        title=_("My observing"),
        subtitle=activity.name,
        language=language(),
        day=today,
        foot=_("Made on {day} from the team’s own records.", day=long_date(today)),
        facts=Facts(summary_rows(activity)),
        sections=(
            *years,
            Section("training", _("Getting ready and practice"), _practice(activity)),
            Section("changed", _("What changed after my visits"), _heard(activity)),
            Section(
                "own-words",
                _("In my own words"),
                (
                    WritingSpace("learned", _("What I learned"), 4),
                    WritingSpace("good", _("What I am good at, and where I used it"), 4),
                    WritingSpace("next", _("What I would like to do next"), 4),
                ),
            ),
        ),
    )


def summary_rows(activity: Activity) -> tuple[tuple[str, str], ...]:
    """The record in a few lines."""
    days = [each.on for each in activity.half_days]
    rows = (
        (_("Team"), activity.team),
        (_("Programme"), ", ".join(activity.programmes)),
        (_("Observed as"), ", ".join(_(kind) for kind in activity.kinds)),
        (_("From, to"), f"{long_date(days[0])} – {long_date(days[-1])}" if days else ""),
        (_("Half-days in clinic"), str(len(days))),
        (
            _("Hours in clinic"),
            _(
                "{hours} (a half-day counts as {each})",
                hours=number(activity.hours, 1),
                each=number(HOURS_OF_HALF_DAY, 1),
            ),
        ),
        (_("Visits scored"), str(activity.visits)),
        (_("Scored with"), ", ".join(activity.instruments)),
    )
    return tuple(row for row in rows if row[1])


def _year(year: int, activity: Activity) -> Section:
    rows = tuple(
        (long_date(each.on), _(each.half_day), each.clinic, each.programme, str(each.visits))
        for each in activity.by_year()[year]
    )
    table = DataTable(
        f"half-days-{year}",
        _("Half-days in {year}", year=year),
        (_("Day"), _("Half-day"), _("Clinic"), _("Programme"), _("Visits scored")),
        rows,
    )
    return Section(f"year-{year}", str(year), (table,))


def _practice(activity: Activity) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if activity.briefs_read:
        blocks.append(Paragraph(_("Clinic briefs read and signed: {count}.", count=activity.briefs_read)))
    if activity.practised:
        blocks.append(Bullets(tuple(f"{long_date(each.on)}: {each.what}" for each in activity.practised)))
    else:
        blocks.append(
            Paragraph(_("No practice with feedback has been noted yet. Ask your lead if you took part in one."))
        )
    return tuple(blocks)


def _practice_on_the_certificate(activity: Activity) -> tuple[Section, ...]:
    """What was done to get ready. A paper shown to others does not tell them what nobody has noted."""
    if not (activity.briefs_read or activity.practised):
        return ()
    blocks = _practice(activity) if activity.practised else _practice(activity)[:1]
    return (Section("training", _("Getting ready and practice"), blocks),)


def _heard(activity: Activity) -> tuple[Block, ...]:
    if not activity.heard:
        return (
            Paragraph(_("Nothing has been told yet. You will read it here when somebody shares what they changed.")),
        )
    return (Bullets(tuple(f"{long_date(each.on)}: {each.what}" for each in activity.heard)),)
