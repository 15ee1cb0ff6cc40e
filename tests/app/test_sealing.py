"""What a tablet seals, only this server opens, and only as what it is and for whom it is."""

import shutil
import stat
import subprocess
import uuid
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.sealing import Unopenable, is_proven, kept_keys, new_keys, rotate_keys, split_record
from tests.conftest import ROOT

NODE = shutil.which("node") or shutil.which("node", path=str(ROOT / ".venv/bin"))
VAULT = (ROOT / "app/static/js/observing/vault.js").as_uri()
PERSON = uuid.UUID(int=7)
SEALS = """
import { fromBase64, sealToServer, toBase64 } from "%s";
const [, , key, purpose, person, text] = process.argv;
console.log(toBase64(await sealToServer(fromBase64(key), purpose, person, new TextEncoder().encode(text))));
"""


def sealed_by_a_tablet(public: str, purpose: str, person: uuid.UUID, text: str) -> bytes:
    assert NODE is not None
    run = [NODE, "--input-type=module", "-", public, purpose, str(person), text]
    return b64decode(subprocess.run(run, input=SEALS % VAULT, capture_output=True, check=True, text=True).stdout)


def test_what_the_tablets_script_seals_the_servers_library_opens() -> None:
    keys = new_keys()
    for text in ("", "Nia ŵyneb", "a" * 5000):
        assert keys.open("record", PERSON, sealed_by_a_tablet(keys.public, "record", PERSON, text)) == text.encode()


def test_it_opens_for_one_purpose_and_one_person_only() -> None:
    keys = new_keys()
    sealed = keys.seal("record", PERSON, b"words")
    assert keys.open("record", PERSON, sealed) == b"words"
    for purpose, person in (("key", PERSON), ("record", uuid.UUID(int=8))):
        with pytest.raises(Unopenable):
            keys.open(purpose, person, sealed)


def test_the_same_words_are_never_sealed_to_the_same_bytes() -> None:
    keys = new_keys()
    assert keys.seal("draft", PERSON, b"words") != keys.seal("draft", PERSON, b"words")


@pytest.mark.parametrize("length", [0, 4, 80, -1])
def test_damaged_bytes_are_not_opened(length: int) -> None:
    keys = new_keys()
    with pytest.raises(Unopenable):
        keys.open("record", PERSON, keys.seal("record", PERSON, b"words")[:length])


def test_the_key_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sealing-key.pem"
    assert kept_keys(path).public == kept_keys(path).public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_after_a_new_key_what_was_sealed_before_still_opens(tmp_path: Path) -> None:
    path = tmp_path / "sealing-key.pem"
    before = kept_keys(path)
    sealed = before.seal("record", PERSON, b"words")
    assert rotate_keys(path) == 2
    after = kept_keys(path)
    assert after.public != before.public
    assert after.open("record", PERSON, sealed) == b"words"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_proof_shows_whose_key_froze_the_bytes() -> None:
    key, other = bytes(32), b"1" * 32
    body = b'{"answers":{}}'
    proof = bytes(12) + AESGCM(key).encrypt(bytes(12), sha256(body).digest(), None)
    found, rest = split_record(proof + body)
    assert rest == body
    assert is_proven(found, sha256(body).digest(), key)
    assert not is_proven(found, sha256(body).digest(), other)
    assert not is_proven(found, sha256(b"other").digest(), key)
    assert not is_proven(b64encode(b"short"), sha256(body).digest(), key)
