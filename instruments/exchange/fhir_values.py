"""Small readings of FHIR elements: extensions, translations, how an item is shown."""

from collections.abc import Iterator

from instruments.exchange.fhir_names import EXTENSION, KEPT, ORDINAL, WEIGHT
from instruments.exchange.remainder import Branch, branch, branches

_READ = {
    KEPT, ORDINAL, WEIGHT, f"{EXTENSION}translation", f"{EXTENSION}minValue", f"{EXTENSION}maxValue",
    f"{EXTENSION}questionnaire-itemControl", f"{EXTENSION}questionnaire-hidden",
}  # fmt: skip
# How these are shown makes no difference to what is asked.
_PLAIN_CONTROLS = {"", "radio-button", "check-box", "drop-down", "text-box", "autocomplete", "help", "spinner"}


def extension_value(element: Branch, url: str) -> str | None:
    """The value of an extension as text, None where the element does not have it."""
    for extension in branches(element.get("extension")):
        if extension.get("url") == url:
            return next((str(value) for key, value in extension.items() if key.startswith("value")), "")
    return None


def texts(element: Branch, key: str, language: str) -> dict[str, str]:
    """A text with its translations, by language; blank ones left out."""
    told = {language: str(element[key])} if isinstance(element.get(key), str) else {}
    for extension in branches(branch(element.get(f"_{key}")).get("extension")):
        if extension.get("url") == f"{EXTENSION}translation":
            parts = {str(part.get("url")): part for part in branches(extension.get("extension"))}
            code = next((str(v) for k, v in parts.get("lang", {}).items() if k.startswith("value")), "")
            content = next((str(v) for k, v in parts.get("content", {}).items() if k.startswith("value")), "")
            if code and content:
                told.setdefault(code.split("-")[0].lower(), content)
    return {code: text for code, text in told.items() if text.strip()}


def control_of(item: Branch) -> str:
    """The code of a special way to show an item, "" for the usual ones."""
    for extension in branches(item.get("extension")):
        if extension.get("url") == f"{EXTENSION}questionnaire-itemControl":
            codings = branches(branch(extension.get("valueCodeableConcept")).get("coding"))
            code = str(codings[0].get("code") or "") if codings else ""
            return "" if code in _PLAIN_CONTROLS else code[:40]
    return ""


def unknown_extensions(item: Branch) -> Iterator[str]:
    """The names of the extensions that have no meaning here."""
    for extension in branches(item.get("extension")):
        address = str(extension.get("url") or "")
        if address not in _READ:
            yield address.rpartition("/")[2]
