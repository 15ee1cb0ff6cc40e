"""The answers a Questionnaire's item offers, wherever the release keeps them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from instruments.exchange.answers import number_of
from instruments.exchange.fhir_names import EXTENSION, ORDINAL, WEIGHT
from instruments.exchange.fhir_values import extension_value, texts
from instruments.exchange.remainder import Branch, branch, branches
from instruments.tree import Tree
from instruments.writing import plain_decimal


@dataclass(frozen=True, slots=True)
class Offered:
    """One answer: the element its words stand in, its code, its score and the system of its code."""

    element: Branch
    key: str
    code: str
    score: Decimal | None
    system: str = ""

    def texts(self, language: str) -> dict[str, str]:
        """Its words by language."""
        return texts(self.element, self.key, language)


def choices_of(item: Branch, contained: Mapping[str, Branch]) -> list[Offered] | str:
    """The answers, or the sentence that says why there are none here."""
    options = branches(item.get("answerOption"))
    if options:
        return [offered for option in options if (offered := _option(option))]
    address = str(item.get("answerValueSet") or "")
    value_set = contained.get(address.removeprefix("#")) if address.startswith("#") else None
    if value_set is None:
        return f"It is left out: its answers are not in this file ({address[:80] or 'none are listed'})."
    return [_concept(concept) for concept in _concepts(value_set) if concept.get("code")]


def limits_of(item: Branch) -> Branch:
    """The lowest and highest number that may be given, as far as they are plain numbers."""
    limits: Branch = {}
    for key, name in (("minimum", "minValue"), ("maximum", "maxValue")):
        number = decimal_of(extension_value(item, f"{EXTENSION}{name}"))
        if number is not None and number_of(plain_decimal(number)) is not None:
            limits[key] = plain_decimal(number)
    return limits


def decimal_of(text: str | None) -> Decimal | None:
    """A number of JSON, which may be written 1e-05; None where there is none."""
    try:
        number = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() and abs(number) < 10**6 else None


def _option(option: Branch) -> Offered | None:
    for key, value in option.items():
        if key == "valueCoding":
            return _concept(branch(value), option)
        if key.startswith("value") and isinstance(value, str):
            number = decimal_of(value) if key == "valueInteger" else None
            return Offered(option, key, value, _score(option, option) if number is None else number)
    return None


def _concept(coding: Branch, around: Branch | None = None) -> Offered:
    code = str(coding.get("code") or coding.get("display") or "")
    return Offered(coding, "display", code, _score(coding, around or {}), str(coding.get("system") or ""))


def _score(*elements: Branch) -> Decimal | None:
    for element in elements:
        for url in (ORDINAL, WEIGHT):
            score = decimal_of(extension_value(element, url))
            if score is not None:
                return score
    return None


def _concepts(value_set: Branch) -> Iterator[Branch]:
    for include in branches(branch(value_set.get("compose")).get("include")):
        for concept in branches(include.get("concept")):
            yield {**concept, "system": include.get("system") or ""}
    if not branch(value_set.get("compose")):
        waiting: list[Tree] = list(branches(branch(value_set.get("expansion")).get("contains")))
        yield from branches(waiting)
