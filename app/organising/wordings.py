"""How roles, professions, states and half-days are called on the lead's pages."""

from datetime import date, datetime

ROLES = {
    "observer": "Observer: sits in and scores",
    "clinician": "Clinician: is observed and reads their own feedback",
    "facilitator": "Facilitator: releases reports and talks them through",
    "lead": "Lead: runs programmes, like you",
}
SHORT_ROLES = {"observer": "Observer", "clinician": "Clinician", "facilitator": "Facilitator", "lead": "Lead"}
PROFESSIONS = {
    "doctor": "Doctor",
    "physiotherapist": "Physiotherapist",
    "nurse": "Nurse",
    "osteopath": "Osteopath",
    "podiatrist": "Podiatrist",
    "occupational_therapist": "Occupational therapist",
    "other": "Other",
}
WORDINGS = {
    "patient_partner": "The patient partners’ wording",
    "peer_clinician": "The peer clinicians’ wording",
}
# Why an observer must not observe a clinician, as a lead reads it.
CONFLICTS = {
    "unsaid": "Not said",
    "own_clinician": "Treats them, or treated them",
    "own_clinic": "They are a patient of that clinic or practice",
    "relative": "Related",
    "friend": "Friends",
    "line_manager": "One is the other’s manager",
    "complaint": "There was a complaint",
    "mentor": "One is the other’s mentor",
    "other": "Something else",
}
TRAINING_KINDS = {
    "initial": "First training",
    "calibration": "Practice with feedback",
    "refresher": "Refresher",
}
DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday"}
HALF_DAYS = {"morning": "Morning", "afternoon": "Afternoon"}
CONSENTS = {
    "not_asked": "Not asked yet",
    "agreed": "The patient agreed",
    "declined": "The patient said no",
    "withdrawn": "The patient took it back",
}
# Words and a shape for each state; colour never says it alone.
STATES = {
    "assigned": ("Still to come", "wait"),
    "locked": ("In", "done"),
    "given_up": ("Given up", "open"),
    "void": ("Taken back by the patient", "open"),
}
NO_SHEET = ("No sheet", "open")
ASKED = ("Asked: you see more once your own sheet is in", "open")


def state_of_round(opens_on: date, closes_on: date, closed_at: datetime | None, today: date) -> tuple[str, str]:
    """Where a round stands, in words, and the shape that goes with it."""
    if closed_at is not None:
        return "Closed", "done"
    if today < opens_on:
        return "Not begun", "open"
    if today > closes_on:
        return "Past its last day", "open"
    return "Open", "wait"
