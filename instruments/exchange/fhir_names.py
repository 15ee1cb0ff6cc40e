"""The addresses and words of FHIR that both reading and writing a Questionnaire need."""

from typing import Literal

Release = Literal["R4", "R5"]

EXTENSION = "http://hl7.org/fhir/StructureDefinition/"
ITEM_CONTROL = "http://hl7.org/fhir/questionnaire-item-control"
# Both are read from either release; release 4 writes the first and release 5 the second.
ORDINAL, WEIGHT = f"{EXTENSION}ordinalValue", f"{EXTENSION}itemWeight"
KEPT = "urn:levelfield:kept"
INSTRUMENT = "urn:levelfield:instrument:"


def canonical_url(instrument_id: str) -> str:
    """The name of an instrument in other systems: a URI that is the same at every site."""
    return f"{INSTRUMENT}{instrument_id}"
