"""The closed lists of words that tables, forms and rules share. Their meaning is told in the README's glossary."""

from collections.abc import Iterable

# safety: is told at once of a worry about somebody's safety, and sees nothing else.
ROLES = ("lead", "facilitator", "observer", "clinician", "safety")
# Which of an instrument's item wordings an observer type reads.
WORDINGS = ("patient_partner", "peer_clinician")
PROFESSIONS = (
    "doctor",
    "physiotherapist",
    "nurse",
    "osteopath",
    "podiatrist",
    "occupational_therapist",
    "other",
)
PROGRAMME_SOURCES = ("live", "imported", "demonstration")
HALF_DAYS = ("morning", "afternoon")
CONSENT_STATES = ("not_asked", "agreed", "declined", "withdrawn")
CONSENT_OUTCOMES = ("agreed", "declined", "withdrawn")
CONSENT_STAGES = ("before", "during", "after")
# assigned: waiting for the sheet. locked: the sheet is in. given_up: no sheet will come. void: consent was withdrawn.
ASSIGNMENT_STATES = ("assigned", "locked", "given_up", "void")
# What a lead did when an observer said that a sheet stands in the wrong place.
CLAIM_OUTCOMES = ("moved", "changed", "left")
RATING_KINDS = ("rated", "not_scored", "tallied")
SCREENING_DECISIONS = ("include", "edit", "withhold")
# The road to a clinician's report and to their answer, in this order; `app/ladder/` says what each needs.
LADDER_STEPS = ("ready", "comments", "authors", "lead", "guide", "released", "reply", "talk")
# What became of a change to a comment that its author was asked about.
# open: waiting. agreed, other, withheld: the author's answer. settled: decided without one. replaced: asked anew.
EDIT_STATES = ("open", "agreed", "other", "withheld", "settled", "replaced")
# Where a worry about somebody's safety was raised.
SAFETY_PLACES = ("sheet", "comment")
# What a clinician says back: a reply to what was written, or a question about a result that somebody answers.
REPORT_WORDS = ("reply", "query")
# The headings of the talk about a report, in the order in which it is held.
TALK_HEADINGS = ("relationship", "reaction", "content", "coaching")
# What an action works through: the people cared for, the professionals, how the service works, how people are together.
MECHANISMS = ("patients", "professionals", "service", "culture")
ACTION_STATES = ("open", "done", "changed", "dropped")
# Who asked the patient: a role, never a name.
ASKED_BY = ("receptionist", "clinician", "nurse", "observer", "other")
# How the patient was asked: aloud, on paper, or with an interpreter or helper.
ASKED_HOW = ("spoken", "written", "with_helper")
# new_item: an item that is not there yet. rewording: other words for one that is.
PROPOSAL_KINDS = ("new_item", "rewording")
# Why an observer must not observe a clinician. It may stay unsaid: a patient need not tell who treats them.
CONFLICT_KINDS = (
    "unsaid",
    "own_clinician",
    "own_clinic",
    "relative",
    "friend",
    "line_manager",
    "complaint",
    "mentor",
    "other",
)
# initial: before somebody observes. calibration: practice with feedback, after which an observer's chart begins anew.
TRAINING_KINDS = ("initial", "calibration", "refresher")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
PROPOSAL_STATES = ("open", "accepted", "declined")

# What runs outside the request: reports of a whole round as drafts, or released; those that are made anew after a
# patient changed their mind; a comparison that takes long.
JOB_KINDS = ("draft_reports", "release_reports", "remake_reports", "comparison")
# Whose patient changed their mind when a report has to be made anew: the clinician's own, a colleague's whose scores
# were among the round's, or one of an earlier round; "" while nothing has to be made anew.
MADE_ANEW = ("", "own", "colleague", "earlier")
JOB_STATES = ("waiting", "running", "done", "failed", "cancelled")


def noted(sentence: str) -> str:
    """The sentence as it stands: said below the web in English, it is put into the reader's language when shown."""
    return sentence


# Why a sheet of a bridged consultation is set aside; the page where it is settled knows it by this.
OTHER_VERSION = noted("This sheet is on the other version of the form. It is kept, and your lead will sort it out.")
# What is wrong with a comment that is changed or left out; its author reads the sentence.
SCREENING_REASONS = {
    "patient": noted("It could tell who the patient is."),
    "observer": noted("It could tell who wrote it."),
    "other": noted("It is about somebody who was not meant."),
    "unkind": noted("It is about the person more than about what they did."),
}


def with_reasons(codes: Iterable[str], more: str) -> str:
    """The sentences of these reasons and what was written beside them, as one text."""
    return " ".join([*(SCREENING_REASONS[code] for code in SCREENING_REASONS if code in codes), more.strip()]).strip()


def reasons_in(text: str) -> tuple[tuple[str, ...], str]:
    """The other way: which of the reasons stand in a text, and what is left of it."""
    codes = tuple(code for code, sentence in SCREENING_REASONS.items() if sentence in text)
    rest = text
    for code in codes:
        rest = rest.replace(SCREENING_REASONS[code], "", 1)
    return codes, " ".join(rest.split())
