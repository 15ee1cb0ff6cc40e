"""Words in other letters carry the language they are to be read in."""

import pytest

from reports.feedback.spoken_as import spoken_as


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("I was heard.", ""),
        ("Ŵynnŷ Nguyễn — “café” 5 °C", ""),
        ("", ""),
        ("他们谈到了选择", "zh"),
        ("選択について話しました", "ja"),
        ("선택에 대해 이야기했다", "ko"),
        ("Η επιλογή ήταν σαφής", "el"),
        ("Было понятно", "und-Cyrl"),
        ("كان القرار مشتركا", "und-Arab"),
        ("मरीज़ से पूछा गया", "und-Deva"),
        ("They said 选择 and moved on", ""),
        ("病人说 OK", "zh"),
        ("①②③", ""),
    ],
)
def test_most_letters_of_a_text_decide(text: str, tag: str) -> None:
    assert spoken_as(text) == tag
