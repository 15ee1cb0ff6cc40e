"""A tree to an instrument, or everything that is wrong with it."""

from typing import get_args

from instruments.consistency import findings
from instruments.definition import FORMAT, Attribution, Instrument, ScoringRule, Status
from instruments.fields import ID, LANGUAGE, VERSION, Fields, Reading
from instruments.problems import DefinitionProblems, Problem
from instruments.published_range_reading import read_published_range
from instruments.rule_reading import read_linking, read_rule, read_standard
from instruments.scale_reading import read_scales
from instruments.section_reading import ENTRY_LIMIT, read_sections
from instruments.tree import Source


def build(source: Source) -> Instrument:
    """The instrument a tree describes. Raises DefinitionProblems with every problem, in file order."""
    reading = Reading(source)
    fields = Fields(reading, (), source.tree)
    instrument = _instrument(fields)
    fields.finish()
    for path, sentence in findings(instrument):
        reading.report(path, sentence)
    if reading.problems:
        raise DefinitionProblems(_in_file_order(reading.problems))
    return instrument


def _in_file_order(problems: list[Problem]) -> tuple[Problem, ...]:
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda problem: problem.line or 0))


def _instrument(fields: Fields) -> Instrument:
    if (written := fields.text("format", required=True)) not in ("", FORMAT):
        fields.report("format", f'This software reads the format "{FORMAT}", not "{written[:40]}".')
    scales = read_scales(fields)
    sections = read_sections(fields, {scale.id: scale for scale in scales})
    if sum(len(section.entries) for section in sections) > ENTRY_LIMIT:
        fields.report("sections", f"Keep the sheet to {ENTRY_LIMIT} items and questions or fewer.")
    return Instrument(
        format=FORMAT,
        id=fields.named("id", ID),
        version=fields.named("version", VERSION),
        status=fields.choice("status", get_args(Status), "draft"),
        title=fields.wording("title", required=True) or {},
        introduction=fields.wording("introduction"),
        attribution=_attribution(fields),
        languages=_languages(fields),
        scales=scales,
        sections=sections,
        scoring=_scoring(fields),
        domain_scoring=read_rule(fields.record("domain_scoring")),
        standard=read_standard(fields.record("standard")),
        published_range=read_published_range(fields.record("published_range")),
        linking=read_linking(fields.record("linking")),
    )


def _scoring(fields: Fields) -> ScoringRule:
    rule = read_rule(fields.record("scoring"))
    if rule is None:
        fields.report("scoring", "Write how the total is made, or rule: profile for ratings without a total.")
        return ScoringRule("profile")
    return rule


def _languages(fields: Fields) -> tuple[str, ...]:
    languages = fields.texts("languages") or ("en",)
    for code in languages:
        if not LANGUAGE.fullmatch(code):
            fields.report("languages", f'"{code[:40]}" is not a language code: write en, cy or similar.')
    return languages


def _attribution(fields: Fields) -> Attribution:
    record = fields.record("attribution")
    if record is None:
        fields.report("attribution", "Write where the wording comes from: source, owner and licence.")
        return Attribution("", "not known", "not known", "", "not known", "not known")
    attribution = Attribution(
        source=record.text("source", required=True),
        owner=record.text("owner"),
        licence=record.text("licence"),
        based_on=record.text("based_on"),
        validation=record.text("validation"),
        permission_reference=record.text("permission_reference"),
        permission_expires=record.day("permission_expires"),
    )
    record.finish()
    return attribution
