"""The README is what a newcomer reads first, so what it says must be so."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
COMMANDS = ("python3 dev.py run", "python3 dev.py test")
GLOSSARY = [
    *("instrument", "version", "domain", "item", "scale", "point", "anchor", "rating", "score", "observation"),
    *("consultation", "observer type", "patient partner", "peer clinician", "clinician", "lead", "round"),
    *("programme", "session", "slot", "not applicable", "not observed", "left blank", "agreement"),
    *("reliability", "severity", "fair average", "connected"),
]


def test_the_readme_names_the_two_commands_that_a_newcomer_needs() -> None:
    words = README.read_text("utf-8")
    assert [command for command in COMMANDS if command not in words] == []


def test_every_word_of_the_field_that_the_product_uses_is_explained_in_the_glossary() -> None:
    words = README.read_text("utf-8")
    _, _, glossary = words.partition("Glossary")
    glossary = re.split(r"\n#{1,2} ", glossary)[0].lower()
    assert [term for term in GLOSSARY if term not in glossary] == []


def test_every_path_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"`((?:app|instruments|reports|tests|requirements)/[\w./-]+)`", README.read_text("utf-8")))
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_every_setting_that_the_product_reads_is_explained_in_a_readme() -> None:
    """Settings are read in one module, so their names can be found there."""
    read = set(re.findall(r"LEVELFIELD_[A-Z_]+[A-Z]", (ROOT / "app/settings.py").read_text("utf-8")))
    explained = "".join(file.read_text("utf-8") for file in [README, *ROOT.glob("app/README.md")])
    assert sorted(name for name in read if name not in explained) == []
