"""The language tag of a text that is not written in the letters of its document, so that it is read out by its own
voice.

A script tells the language where one language alone is commonly written in it; else the tag says that the language is
not known, and the script (BCP 47: "und" with a script of ISO 15924), from which a voice can be chosen.
"""

import re
import unicodedata
from collections import Counter
from functools import lru_cache

# Letters beyond Latin: everything from Greek on, but for the Latin and punctuation blocks among it.
_OTHER = re.compile("[Ͱ-᯿ἀ-῿Ⰰ-ⱟⲀ-ⷿ⺀-\ua63f豈-﫿﬐-﹏ﹰ-ﻼ０-\uffef\U00010000-\U0003ffff가-힯]")
_TAGS = {
    "GREEK": "el", "HEBREW": "he", "ARMENIAN": "hy", "GEORGIAN": "ka", "THAI": "th", "LAO": "lo", "KHMER": "km",
    "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml", "GUJARATI": "gu", "GURMUKHI": "pa",
    "SINHALA": "si", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "MYANMAR": "my",
    "CYRILLIC": "und-Cyrl", "ARABIC": "und-Arab", "DEVANAGARI": "und-Deva", "BENGALI": "und-Beng",
    "ETHIOPIC": "und-Ethi",
}  # fmt: skip


def spoken_as(text: str) -> str:
    """The tag for most letters of the text; empty where they are Latin, and so in the language around it."""
    return _spoken_as(text) if _OTHER.search(text) else ""


@lru_cache(maxsize=256)
def _spoken_as(text: str) -> str:
    scripts = Counter(unicodedata.name(each, "").partition(" ")[0] for each in text if each.isalpha())
    if not scripts:
        return ""
    # Japanese is written with Chinese characters among its own.
    if scripts["HIRAGANA"] or scripts["KATAKANA"]:
        scripts["HIRAGANA"] += scripts.pop("CJK", 0)
    script, _ = scripts.most_common(1)[0]
    return _TAGS.get(script, "")
