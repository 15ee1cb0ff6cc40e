"""Whatever a text makes of a draft, its pages can be shown: every form, the outline, the differences."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from app.studio.condition_form import condition_form, standard_form
from app.studio.entry_form import entry_form
from app.studio.outline import outline_of
from app.studio.part_form import with_problems
from app.studio.published_range_form import published_range_form
from app.studio.scale_form import scale_form
from app.studio.scoring_form import scoring_form
from app.studio.small_forms import details_form, licence_form, section_form
from instruments.drafting.draft import Draft, problems_of
from instruments.drafting.linking import relinked
from instruments.drafting.normal_form import normal_form
from instruments.drafting.parts import move_entry, move_section, remove_entry, remove_section, use_scale_for_all
from instruments.drafting.places import with_values
from instruments.drafting.scale_making import add_point
from instruments.drafting.word_changes import word_changes
from instruments.drafting.wordings import wording_parts
from instruments.loading import load
from instruments.tree import Path, Tree
from instruments.writing import written
from tests.app.builders import SMALL

REPLACED = load(SMALL)
WHOLE = written(REPLACED)


def places(tree: Tree, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    steps = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for step, inner in steps:
        yield from places(inner, (*path, step))


VALUES: st.SearchStrategy[Tree] = st.recursive(
    st.sampled_from(["", "x", "choices", "1", "any", "en"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["id", "en", "in", "item", "code"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from(sorted(places(WHOLE), key=str)), VALUES), min_size=1, max_size=3))
def test_no_text_makes_a_page_fail(changes: list[tuple[Path, Tree]]) -> None:
    definition = dict(WHOLE)
    for path, value in changes:
        definition = with_values(definition, {path: value})
    draft = Draft(normal_form(definition))
    problems = problems_of(draft.definition)
    outline = outline_of(draft, problems)
    ids = [entry.id for section in outline.sections for entry in section.entries]
    forms = [
        details_form(draft),
        licence_form(draft),
        scoring_form(draft),
        standard_form(draft),
        published_range_form(draft),
        *(section_form(draft, section.id) for section in outline.sections),
        *(entry_form(draft, each) for each in ids),
        *(condition_form(draft, each) for each in ids),
        *(scale_form(draft, scale.id) for scale in outline.scales),
    ]
    for form in forms:
        if form is not None:
            told = with_problems(form, problems)
            told.write(draft, {each.name: each.value for each in told.fields})
    for each in ids:
        move_entry(remove_entry(draft, each), each, "down")
    for section in outline.sections:
        move_section(remove_section(draft, section.id), section.id, "up")
    for scale in outline.scales:
        add_point(use_scale_for_all(draft, scale.id), scale.id)
    word_changes(Draft(WHOLE), relinked(draft, REPLACED))
    wording_parts(draft)
