"""Languages as other programs write them: "Welsh (cy)", "Cymraeg", "cy"."""

import re
from collections.abc import Mapping

from instruments.fields import LANGUAGE

NAMES: Mapping[str, str] = {
    "ar": "Arabic", "bn": "Bengali", "cy": "Welsh", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian",
    "fr": "French", "ga": "Irish", "gd": "Scottish Gaelic", "gu": "Gujarati", "hi": "Hindi", "it": "Italian",
    "ja": "Japanese", "ku": "Kurdish", "nl": "Dutch", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "so": "Somali", "sw": "Swahili", "ta": "Tamil", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_OWN = {
    "cymraeg": "cy", "deutsch": "de", "español": "es", "espanol": "es", "français": "fr", "francais": "fr",
    "gaeilge": "ga", "italiano": "it", "nederlands": "nl", "polski": "pl", "português": "pt", "portugues": "pt",
    "العربية": "ar", "اردو": "ur", "中文": "zh", "română": "ro", "türkçe": "tr", "українська": "uk", "kiswahili": "sw",
}  # fmt: skip
_CODES = {name.casefold(): code for code, name in NAMES.items()} | _OWN


def language_name(code: str) -> str:
    """A language as an XLSForm names it: English (en)."""
    return f"{NAMES.get(code, code)} ({code})"


def language_code(name: str) -> str | None:
    """The code of a language by its name, or None when it is not known."""
    in_brackets = re.search(r"\(([A-Za-z-]{2,16})\)\s*$", name)
    code = in_brackets.group(1) if in_brackets else name.strip()
    code = code[:3].lower() + code[3:] if LANGUAGE.fullmatch(code[:3].lower() + code[3:]) else ""
    if in_brackets and code:
        return code
    known = _CODES.get(name.strip().casefold())
    return known or (code if len(code) in (2, 5) or code in NAMES else None)
