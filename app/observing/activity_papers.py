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
            *_training_on_the_certificate(activity),
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
            Section("training", _("Training"), _training(activity)),
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
        (_("Half-days in clinic"), str(len(days)) if days else ""),
        (
            _("Hours in clinic"),
            _(
                "{hours} (a half-day counts as {each})",
                hours=number(activity.hours, 1),
                each=number(HOURS_OF_HALF_DAY, 1),
            )
            if days
            else "",
        ),
        (_("Visits scored"), str(activity.visits) if days else ""),
        (_("Scored with"), ", ".join(activity.instruments)),
        (_("Hours of training"), number(activity.training_hours) if activity.training_hours else ""),
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


def training_rows(activity: Activity) -> tuple[tuple[str, str, str, str, str], ...]:
    """Day, what it was, the form it was about, hours, who led it."""
    kinds = {
        "initial": _("First training"),
        "calibration": _("Practice with feedback"),
        "refresher": _("Refresher"),
    }
    return tuple(
        (
            long_date(each.on),
            f"{kinds[each.kind]}: {each.what}" if each.what else kinds[each.kind],
            each.instrument or _("Observing in general"),
            "" if each.hours is None else number(each.hours),
            each.led_by,
        )
        for each in activity.trainings
    )


def _training(activity: Activity) -> tuple[Block, ...]:
    rows = training_rows(activity)
    blocks: list[Block] = []
    if rows:
        columns = (_("Day"), _("What it was"), _("Form"), _("Hours"), _("Led by"))
        blocks.append(DataTable("trainings", _("Training taken part in"), columns, rows))
    else:
        blocks.append(Paragraph(_("No training has been noted yet. Ask your lead if you took part in one.")))
    if activity.briefs_read:
        blocks.append(Paragraph(_("Clinic briefs read and signed: {count}.", count=activity.briefs_read)))
    return tuple(blocks)


def _training_on_the_certificate(activity: Activity) -> tuple[Section, ...]:
    """A paper shown to others does not tell them what nobody has noted."""
    if not (activity.briefs_read or activity.trainings):
        return ()
    blocks = _training(activity) if activity.trainings else _training(activity)[1:]
    return (Section("training", _("Training"), blocks),)


def _heard(activity: Activity) -> tuple[Block, ...]:
    if not activity.heard:
        return (
            Paragraph(_("Nothing has been told yet. You will read it here when somebody shares what they changed.")),
        )
    return (Bullets(tuple(f"{long_date(each.on)}: {each.what}" for each in activity.heard)),)
