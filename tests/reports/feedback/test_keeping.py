"""What was released can be shown again exactly."""

import json

import pytest

from reports.feedback.content import build_feedback
from reports.feedback.keeping import from_plain, to_plain
from tests.reports.builders import a_feedback_evidence


def test_a_kept_feedback_comes_back_equal() -> None:
    feedback = build_feedback(a_feedback_evidence())
    assert from_plain(json.loads(json.dumps(to_plain(feedback)))) == feedback


def test_something_else_is_not_taken_for_a_feedback() -> None:
    with pytest.raises(ValueError, match="not a kept feedback"):
        from_plain({"kind_of_part": "Paragraph", "text": "Hello", "kind": "body"})
    with pytest.raises(ValueError, match="cannot hold a Popen"):
        from_plain({"kind_of_part": "Popen"})
    with pytest.raises(ValueError, match="cannot hold a None"):
        from_plain({})
