"""The form to fill in with a pen as a file to hand over, with what paper cannot carry."""

from datetime import UTC, datetime

from babel import Locale, UnknownLocaleError

from instruments.definition import Instrument
from instruments.exchange.loss import Loss, LossReport
from instruments.exchange.paper import lost_on_paper
from reports.pdf.paper_form import PaperWords, can_be_printed, paper_form

_IN_ENGLISH = Loss("", "This language cannot be printed, or has no words here: the form is in English.")


def languages_on_paper(instrument: Instrument) -> tuple[str, ...]:
    """The instrument's languages that a form is made in: written from the left, in letters that the fonts have."""
    return tuple(
        code for code in instrument.languages if _direction(code) == "ltr" and can_be_printed(instrument, code)
    )


def on_paper(instrument: Instrument, wording: str, language: str) -> tuple[bytes, LossReport]:
    """The form as PDF, dated today, for one observer type. Raises FontsMissing when there are no fonts."""
    printed = language if language in languages_on_paper(instrument) else "en"
    words = PaperWords(wording, f"{wording.replace('_', ' ').capitalize()}{' observer' * (wording == 'any')}", printed)
    return paper_form(instrument, words, datetime.now(UTC).date()), losses_on_paper(instrument, wording, language)


def losses_on_paper(instrument: Instrument, wording: str, language: str) -> LossReport:
    """What the form of `on_paper` leaves out."""
    if language in languages_on_paper(instrument):
        return lost_on_paper(instrument, wording, language)
    report = lost_on_paper(instrument, wording, "en")
    return report if language == "en" else LossReport((_IN_ENGLISH, *report.losses))


def _direction(code: str) -> str:
    try:
        return Locale.parse(code, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"
