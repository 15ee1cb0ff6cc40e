"""What a form to fill in with a pen says besides the instrument's own words.

The Welsh was written by the makers of the program: have a native reader go over it.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormWords:
    """asked_by: who may have asked the patient. for_whom, title: with `version`, `reader` and `instrument`.
    readers: kinds of observer by their wording.
    """

    language: str
    title: str
    subject: str
    for_whom: str
    session: str
    slot: str
    date: str
    observer: str
    nothing_of_patient: str
    consent: str
    asked_by: tuple[str, ...]
    seen: str
    seen_at_extremes: str
    permission: str
    based_on: str
    mark: str
    head: str
    readers: Mapping[str, str]

    def reader(self, wording: str, name: str) -> str:
        """The kind of observer a form is for: by its known name in this language, else by the name it has."""
        return self.readers.get(wording, name[:1].lower() + name[1:])


_ENGLISH = FormWords(
    language="en",
    title="{instrument}, version {version}: paper form for {reader}",
    subject="A score sheet to fill in with a pen.",
    for_whom="Version {version}. For: {reader}.",
    session="Session code",
    slot="Slot",
    date="Date",
    observer="Observer",
    nothing_of_patient=(
        "Write nothing that could tell who the patient is: no name, no number, no date of birth. "
        "Tick one box for each item. Leave an item empty only if you mean to."
    ),
    consent="The patient was asked, and said yes. Asked by:",
    asked_by=("reception", "the clinician", "a nurse or helper", "an observer", "somebody else"),
    seen="What I saw or heard:",
    seen_at_extremes="What I saw or heard (needed for the lowest and the highest):",
    permission="Permission: {reference}.",
    based_on="Based on: {source}.",
    mark="Mark of this version: {mark}",
    head="Session ____________  Slot ____",
    readers={},
)
_WELSH = FormWords(
    language="cy",
    title="{instrument}, fersiwn {version}: ffurflen bapur ar gyfer {reader}",
    subject="Taflen sgorio i’w llenwi â beiro.",
    for_whom="Fersiwn {version}. Ar gyfer: {reader}.",
    session="Cod y sesiwn",
    slot="Slot",
    date="Dyddiad",
    observer="Arsylwr",
    nothing_of_patient=(
        "Peidiwch ag ysgrifennu dim a allai ddweud pwy yw’r claf: dim enw, dim rhif, dim dyddiad geni. "
        "Ticiwch un blwch ar gyfer pob eitem. Gadewch eitem yn wag dim ond os ydych yn bwriadu gwneud hynny."
    ),
    consent="Gofynnwyd i’r claf, a chytunodd. Gofynnwyd gan:",
    asked_by=("y dderbynfa", "y clinigydd", "nyrs neu gynorthwyydd", "arsylwr", "rhywun arall"),
    seen="Beth a welais neu a glywais:",
    seen_at_extremes="Beth a welais neu a glywais (ei angen ar gyfer yr isaf a’r uchaf):",
    permission="Caniatâd: {reference}.",
    based_on="Yn seiliedig ar: {source}.",
    mark="Marc y fersiwn hwn: {mark}",
    head="Sesiwn ____________  Slot ____",
    readers={
        "patient_partner": "partner claf",
        "peer_clinician": "clinigydd cymheiriol",
        "any": "unrhyw arsylwr",
    },
)
_KNOWN = {each.language: each for each in (_ENGLISH, _WELSH)}


def form_words(language: str) -> FormWords:
    """In this language or, where the makers have no words in it, in English."""
    return _KNOWN.get(language.split("-", maxsplit=1)[0], _ENGLISH)
