"""A FHIR Questionnaire, release 4 or 5 (JSON), as the draft of an instrument.

Sources: hl7.org/fhir/R4/questionnaire.html and R5; the extensions ordinalValue, itemWeight, translation, minValue,
maxValue and questionnaire-itemControl. A choice whose answers carry scores, or numbers as codes, becomes an item.
"""

import re
from collections.abc import Mapping

from instruments.definition import Instrument
from instruments.exchange.answers import Choice, answers
from instruments.exchange.draft import Draft, finished
from instruments.exchange.fhir_answers import choices_of, limits_of
from instruments.exchange.fhir_names import EXTENSION, INSTRUMENT, KEPT
from instruments.exchange.fhir_values import control_of, extension_value, texts, unknown_extensions
from instruments.exchange.logic import Asked, NotCarried, all_of, any_of, code_here, codes_compared, leaf
from instruments.exchange.loss import LossReport
from instruments.exchange.remainder import Branch, Remainder, branch, branches
from instruments.exchange.sheets import tree_of
from instruments.fields import ID, VERSION
from instruments.json_reading import read_json
from instruments.tree import Tree, decoded, refusal

LARGEST = 4 * 1024 * 1024
DEEPEST = 60

_CHOICES = {"choice", "coding", "open-choice"}
_NUMBERS = {"integer", "decimal", "quantity"}
_WORDS = {"string", "text", "url"}


def from_questionnaire(
    content: str | bytes, instrument_id: str, title: str, *, own_id: str = "", own_title: str = ""
) -> tuple[Instrument, LossReport]:
    """The draft, and what was assumed or left out. Raises DefinitionProblems."""
    resource = branch(read_json(decoded(content, limit=LARGEST), depth=DEEPEST).tree)
    if resource.get("resourceType") != "Questionnaire":
        raise refusal(None, "This is not a FHIR Questionnaire: its resourceType says otherwise.")
    kept = _kept(resource)
    draft = native_draft(resource, kept.parts, kept)
    return finished(draft, instrument_id, title, own_id=own_id, own_title=own_title)


def native_draft(resource: Branch, parts: Mapping[str, str], kept: Remainder | None = None) -> Draft:
    """What the Questionnaire itself says, without the items called in `parts`."""
    reader = _Reader(resource, parts, kept)
    reader.header(resource)
    for item in branches(resource.get("item")):
        reader.item(item, [])
    return reader.draft


def _kept(resource: Branch) -> Remainder:
    entries: dict[str, Branch] = {}
    waiting = branches(resource.get("item"))
    while waiting:
        item = waiting.pop()
        waiting += branches(item.get("item"))
        if aside := extension_value(item, KEPT):
            entries[str(item.get("linkId"))] = tree_of(aside)
    return Remainder(tree_of(extension_value(resource, KEPT) or "{}"), entries)


class _Reader:
    """Reads items from top to bottom, whatever they stand in."""

    def __init__(self, resource: Branch, parts: Mapping[str, str], kept: Remainder | None) -> None:
        language = str(resource.get("language") or "en")
        self.draft = Draft("Made from a FHIR Questionnaire", language=_language(language), kept=kept)
        self.parts = parts
        self.contained = {str(each.get("id")): each for each in branches(resource.get("contained"))}
        self.asked: dict[str, Asked] = {}

    # the whole

    def header(self, resource: Branch) -> None:
        draft, header = self.draft, self.draft.header
        url = str(resource.get("url") or "")
        wanted = url.removeprefix(INSTRUMENT) if url.startswith(INSTRUMENT) else _slug(resource, url)
        if ID.fullmatch(wanted):
            header["id"] = wanted
        if title := self.words(resource, "title", "title"):
            header["title"] = title
        if introduction := self.words(resource, "description", "introduction"):
            header["introduction"] = introduction
        self.version(str(resource.get("version") or ""))
        self.attribution(resource)
        for key, name in (("purpose", "purpose"), ("code", "codes in other systems"), ("useContext", "context of use")):
            if resource.get(key):
                draft.lose("", f"Its {name} is left out: it has no place here.")

    def version(self, version: str) -> None:
        if VERSION.fullmatch(version):
            self.draft.header["version"] = version
        elif version:
            self.draft.lose("version", f'The version "{version[:40]}" cannot be written here; it is 1 for now.')

    def attribution(self, resource: Branch) -> None:
        sources = {"owner": resource.get("publisher"), "licence": resource.get("copyright")}
        said: Branch = {key: self.draft.text(value, key) for key, value in sources.items() if isinstance(value, str)}
        before = [value for value in _list(resource.get("derivedFrom")) if isinstance(value, str)]
        if before:
            said["based_on"] = self.draft.text(", ".join(before), "based_on")
        self.draft.header["attribution"] = {**branch(self.draft.header["attribution"]), **said}

    def words(self, element: Branch, key: str, place: str) -> Branch:
        return self.draft.words(texts(element, key, self.draft.language), place)

    # items

    def item(self, item: Branch, around: list[Branch]) -> None:
        link, kind = str(item.get("linkId") or ""), str(item.get("type") or "")
        place = link or "an item without linkId"
        if link in self.parts and link:
            return
        if extension_value(item, f"{EXTENSION}questionnaire-hidden") == "true":
            self.draft.lose(place, "It is left out because it is hidden there.")
        elif kind == "group":
            self.group(item, place, around)
        elif kind == "display":
            self.display(item, place)
        else:
            self.question(item, kind, place, around)

    def group(self, item: Branch, place: str, around: list[Branch]) -> None:
        if item.get("repeats") == "true":
            self.draft.lose(place, "This group can be answered many times there, and once here.")
        words = self.words(item, "text", place)
        if words:
            self.draft.open_group(words, place.removeprefix("section."), place)
        for inner in branches(item.get("item")):
            self.item(inner, [*around, item])
        if words:
            self.draft.close_group()

    def display(self, item: Branch, place: str) -> None:
        words = self.words(item, "text", place)
        if (
            words
            and not any(section.entries for section in self.draft.sections)
            and "introduction" not in self.draft.header
        ):
            self.draft.header["introduction"] = words
        elif words:
            self.draft.lose(place, f"This text without a question is left out: “{str(words['en'])[:80]}”.")

    def question(self, item: Branch, kind: str, place: str, around: list[Branch]) -> None:
        if extension_value(item, f"{EXTENSION}questionnaire-calculatedExpression") or _calculated(item):
            self.draft.lose(place, "It is left out: there it is calculated, and here scores are made by a named rule.")
            return
        asked = self.answered(item, kind, place)
        if asked is None:
            return
        fields, codes = asked
        entry_id = self.draft.names.kept(place, "question")
        label = self.words(item, "text", entry_id)
        if not label:
            self.draft.lose(entry_id, "It has no words there: write its text.")
        entry: Branch = {"id": entry_id, **fields, "text": {"any": label or {"en": entry_id}}}
        entry["required"] = "true" if item.get("required") == "true" else ""
        helps, others = self.children(item)
        entry["guidance"] = self.guidance(helps, entry_id)
        if condition := self.condition([*around, item], entry_id):
            entry["show_if"] = condition
        self.left_out(item, entry_id)
        self.draft.add(entry)
        self.asked[place] = Asked(entry_id, codes, takes_several=fields.get("kind") == "choices")
        for inner in others:
            self.draft.lose(str(inner.get("linkId")), f"It stands below {entry_id} there, and after it here.")
            self.item(inner, around)

    def children(self, item: Branch) -> tuple[list[Branch], list[Branch]]:
        """The help texts among the items inside a question, and the rest."""
        inner = [each for each in branches(item.get("item")) if str(each.get("linkId")) not in self.parts]
        helps = [each for each in inner if each.get("type") == "display"]
        return helps, [each for each in inner if each.get("type") != "display"]

    def guidance(self, helps: list[Branch], place: str) -> Branch:
        told = [words for each in helps if (words := self.words(each, "text", place))]
        languages = dict.fromkeys(language for words in told for language in words)
        return {code: "\n".join(str(words[code]) for words in told if code in words) for code in languages}

    def answered(self, item: Branch, kind: str, place: str) -> tuple[Branch, Mapping[str, str]] | None:
        """What is asked, with the codes of its answers; None when it is left out."""
        if kind in _CHOICES or item.get("answerOption") or item.get("answerValueSet"):
            return self.choice(item, kind, place)
        if kind == "boolean":
            options: list[Tree] = [{"code": "yes", "label": {"en": "Yes"}}, {"code": "no", "label": {"en": "No"}}]
            return {"kind": "choice", "options": options}, {"true": "yes", "false": "no"}
        if kind in _NUMBERS:
            if kind == "quantity":
                self.draft.lose(place, "It is asked as a number: its unit is left out.")
            return {"kind": "number", **limits_of(item)}, {}
        if kind in _WORDS:
            return {"kind": "text"}, {}
        self.draft.lose(place, f"A question of the type “{kind[:40]}” has no counterpart here and is left out.")
        return None

    def choice(self, item: Branch, kind: str, place: str) -> tuple[Branch, Mapping[str, str]] | None:
        found = choices_of(item, self.contained)
        if isinstance(found, str):
            self.draft.lose(place, found)
            return None
        if kind == "open-choice" or str(item.get("answerConstraint") or "optionsOnly") != "optionsOnly":
            self.draft.lose(place, "Only the answers listed can be given here, no others.")
        given = [
            Choice(each.code, self.draft.words(each.texts(self.draft.language), place, each.code), each.score)
            for each in found
        ]
        made = answers(self.draft, given, place)
        if made is None:
            return None
        takes_several = item.get("repeats") == "true"
        if made.scale is not None and not takes_several:
            system = next((each.system for each in found if each.system), "")
            return {"scale": self.draft.scale(made.scale, _scale_id(system))}, made.codes
        return {"kind": "choices" if takes_several else "choice", "options": made.options}, made.codes

    def left_out(self, item: Branch, place: str) -> None:
        if item.get("initial"):
            self.draft.lose(place, "It starts blank here: its first answer is left out.")
        if item.get("readOnly") == "true":
            self.draft.lose(place, "It can be answered here, where there it can only be read.")
        if codes := [str(code.get("code")) for code in branches(item.get("code"))]:
            self.draft.lose(place, f"Its codes in other systems are left out: {', '.join(codes)[:80]}.")
        if control := control_of(item):
            self.draft.lose(place, f"It is shown as every item here: how it is shown there ({control}) is left out.")
        for name in unknown_extensions(item):
            self.draft.lose(place, f"The extension {name[:60]} is left out.")

    def condition(self, around: list[Branch], place: str) -> Branch | None:
        """When an item is shown: its own conditions and those of every group it stands in."""
        read = [condition for each in around if (condition := self.one_condition(each, place))]
        if not read:
            return None
        return read[0] if len(read) == 1 else {"all": list(read)}

    def one_condition(self, item: Branch, place: str) -> Branch | None:
        parts: list[Branch] = []
        for when in branches(item.get("enableWhen")):
            try:
                parts.append(self.leaf(when))
            except NotCarried as why:
                self.draft.lose(place, f"It is always shown: of what decides that there, {why}.")
                return None
        if not parts:
            return None
        if item.get("enableBehavior") == "any":
            return any_of(parts)
        logic = all_of(parts)
        for sentence in logic.assumed:
            self.draft.lose(place, sentence)
        return logic.condition

    def leaf(self, when: Branch) -> Branch:
        link, operator = str(when.get("question")), str(when.get("operator") or "")
        asked = self.asked.get(link)
        if asked is None:
            raise NotCarried(f"“{link[:40]}” is not a question above it that was carried over")
        said = next((value for key, value in when.items() if key.startswith("answer")), "")
        value = str(said.get("code") or said.get("value") or "") if isinstance(said, dict) else str(said)
        if operator == "exists":
            if value == "true":
                return {"item": asked.id, "answered": "true"}
            raise NotCarried("it asks for a blank answer")
        if operator in ("=", "!="):
            return leaf("in" if operator == "=" else "not_in", asked, [code_here(asked, value)])
        if operator in (">", "<", ">=", "<="):
            return leaf("in", asked, codes_compared(asked, operator, value))
        raise NotCarried(f"“{operator[:10]}” is no comparison known here")


def _list(value: Tree | None) -> list[Tree]:
    return value if isinstance(value, list) else []


def _language(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower() if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) else "en"


def _slug(resource: Branch, url: str) -> str:
    wanted = str(resource.get("name") or resource.get("id") or url.rstrip("/").rpartition("/")[2])
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", wanted)
    return re.sub(r"[^a-z0-9]+", "-", spaced.lower()).strip("-")[:40].strip("-")


def _scale_id(system: str) -> str:
    wanted = system.rpartition(":")[2] if system.startswith(INSTRUMENT) else ""
    return wanted if ID.fullmatch(wanted) else ""


def _calculated(item: Branch) -> bool:
    addresses = (str(each.get("url")) for each in branches(item.get("extension")))
    return any("calculatedExpression" in address for address in addresses)
