"""Stories in a browser wait for what they look at: a busy machine must not fail them."""

import re

from tests.conftest import ROOT

# Each reads the page once, at that moment; ``expect`` of Playwright looks again until it holds.
AT_ONCE = re.compile(
    r"assert\b.*(?<!func)\.(is_(visible|hidden|checked|enabled|disabled)|(inner_text|text_content|input_value"
    r"|all_inner_texts|all_text_contents|count|title)\(\)|get_attribute\()"
)


def test_no_story_judges_a_page_that_may_still_be_loading() -> None:
    stories = ROOT.glob("tests/browser/test_*.py")
    lines = ((story, line) for story in stories for line in story.read_text("utf-8").splitlines())
    assert [f"{story.name}: {line.strip()}" for story, line in lines if AT_ONCE.search(line)] == []
