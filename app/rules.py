"""Who may do and see what. Pure: values in, a decision out; no database, no web.

`can_…` answers, `check_…` raises one of the refusals below, whose sentence is shown to the person as it stands.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass


class Refusal(Exception):
    """A request that cannot be met. ``str(refusal)`` is one clear sentence for the person who asked."""


class NotAllowed(Refusal):
    """The person may not do this."""


class NotThere(Refusal):
    """No such thing, or it is outside what this person may see: the two look the same on purpose."""

    def __init__(self, sentence: str = "We could not find that page.") -> None:
        super().__init__(sentence)


class Conflict(Refusal):
    """It clashes with what is already stored."""


class OutOfDate(Refusal):
    """The record it builds on has moved on."""


class Gone(Refusal):
    """It existed and was removed for good, as after a withdrawn consent."""


class TooOld(Refusal):
    """It was sent by a version of the tablet's scripts that is no longer understood."""


class TooMany(Refusal):
    """Too much in too short a time. ``wait`` says for how many seconds to rest."""

    def __init__(self, sentence: str, wait: int) -> None:
        super().__init__(sentence)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was sent: the field and one sentence that says what to do."""

    field: str
    sentence: str


class Unfit(Refusal):
    """What was sent does not fit. Carries every problem, each with its field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(problem.sentence for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Place:
    """What a person is in one team. ``reads_as`` is the item wording an observer reads, "" for others."""

    team_id: uuid.UUID
    role: str
    observer_type_id: uuid.UUID | None = None
    reads_as: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is asking. Made from the signed-in person; never a table row."""

    id: uuid.UUID
    name: str
    places: tuple[Place, ...] = ()
    is_administrator: bool = False
    # Whose sheet this person hands in, when it was filled in on paper.
    stands_in_for: uuid.UUID | None = None
    # Empty until they have chosen one.
    language: str = ""

    def acts_for(self, person_id: uuid.UUID) -> bool:
        """Whether a sheet of this person may come from the actor."""
        return person_id in (self.id, self.stands_in_for)

    def teams_as(self, *roles: str) -> frozenset[uuid.UUID]:
        """The teams in which this person has one of the roles."""
        return frozenset(place.team_id for place in self.places if place.role in roles)

    def teams_as_patient_partner(self) -> frozenset[uuid.UUID]:
        """The teams in which this person observes as a patient partner."""
        return frozenset(place.team_id for place in self.places if place.reads_as == "patient_partner")

    @property
    def reads_drafts(self) -> bool:
        """Whether there is a team whose instrument drafts this person may read; see `can_read_drafts`."""
        return self.is_lead or bool(self.teams_as_patient_partner())

    @property
    def is_observer(self) -> bool:
        return bool(self.teams_as("observer"))

    @property
    def is_lead(self) -> bool:
        return bool(self.teams_as("lead"))

    @property
    def is_facilitator(self) -> bool:
        return bool(self.teams_as("facilitator"))

    @property
    def is_safety_contact(self) -> bool:
        return bool(self.teams_as("safety"))

    @property
    def is_clinician(self) -> bool:
        return bool(self.teams_as("clinician"))


# So many wrong PINs in a row, and only a full sign-in helps.
PIN_TRIES = 5


def by_pin(actor: Actor) -> Actor:
    """What a short PIN opens: the observer's own work and nothing else the same person may do."""
    observing = tuple(place for place in actor.places if place.role == "observer")
    return Actor(actor.id, actor.name, observing)


def check_leads(actor: Actor, team_id: uuid.UUID) -> None:
    """Raise `NotThere` unless the actor leads the team: another team's things do not exist for them."""
    if team_id not in actor.teams_as("lead"):
        raise NotThere


def can_release(actor: Actor, team_id: uuid.UUID) -> bool:
    """A lead or a facilitator of the team releases reports."""
    return team_id in actor.teams_as("lead", "facilitator")


def is_own_report(actor: Actor, clinician_person_id: uuid.UUID | None) -> bool:
    """Nobody screens, drafts or releases what is said about themselves, whatever else they are in the team."""
    return clinician_person_id is not None and clinician_person_id == actor.id


def can_hear_of_safety(actor: Actor, team_id: uuid.UUID, clinician_person_id: uuid.UUID | None) -> bool:
    """Leads and safety contacts of the team see a worry about safety; never the clinician whose visit it was."""
    return team_id in actor.teams_as("lead", "safety") and not is_own_report(actor, clinician_person_id)


def can_read_drafts(actor: Actor, team_id: uuid.UUID) -> bool:
    """Leads write a team's instruments, and its patient partners read them while they are written."""
    return team_id in actor.teams_as("lead") | actor.teams_as_patient_partner()


def can_develop(actor: Actor, team_id: uuid.UUID) -> bool:
    """Leads and observers of a team propose items for its drafts and comment on them; observers vote."""
    return team_id in actor.teams_as("lead", "observer")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where one assigned observation stands."""

    person_id: uuid.UUID
    state: str


def ratings_are_open(sheets: Iterable[Sheet]) -> bool:
    """Lock, then look: ratings of a consultation are shown to others only when every assigned sheet is in or given up.

    One function for page, API, export, count and timing alike. A consultation with nobody assigned has nothing to show.
    """
    states = [sheet.state for sheet in sheets if sheet.state != "void"]
    return bool(states) and all(state in ("locked", "given_up") for state in states)


def may_see_the_others(sheets: Iterable[Sheet], person_id: uuid.UUID) -> bool:
    """An observer looks at the others' sheets once the consultation is open, and only after locking one of their own.

    Who gave a sheet up, perhaps because they know the patient, has nothing to compare and sees nothing.
    """
    known = tuple(sheets)
    locked = any(sheet.person_id == person_id and sheet.state == "locked" for sheet in known)
    return locked and ratings_are_open(known)
