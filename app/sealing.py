"""Open what tablets sealed for this server: HPKE (RFC 9180), by the `cryptography` library. Pure but for the key file.

The tablet seals with the public key (`app/static/js/observing/vault.js`). Purpose and owner are sealed in, so that a
record of one person can never be opened as another's.
"""

import uuid
from base64 import b64encode
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.durable_files import OWNER_ONLY, make_folder, write_whole

MARK = b"LF1\n"
IV, DIGEST, TAG = 12, 32, 16
PROOF = IV + DIGEST + TAG
END = b"-----END PRIVATE KEY-----\n"

_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class Unopenable(ValueError):
    """Sealed for another server, purpose or person, or damaged."""


@dataclass(frozen=True, slots=True)
class SealingKeys:
    """The private keys, newest first: tablets seal with the first, all of them open."""

    private: tuple[ec.EllipticCurvePrivateKey, ...]

    @property
    def public(self) -> str:
        """What pages tell tablets: the newest key's point, 65 bytes in base64."""
        point = self.private[0].public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return b64encode(point).decode()

    def seal(self, purpose: str, person_id: uuid.UUID, content: bytes) -> bytes:
        """What a tablet would have made of it."""
        return MARK + _SUITE.encrypt(content, self.private[0].public_key(), info=_info(purpose, person_id))

    def open(self, purpose: str, person_id: uuid.UUID, sealed: bytes) -> bytes:
        """The content. Raises `Unopenable`."""
        if not is_sealed(sealed):
            raise Unopenable("This is not something a tablet sealed.")
        for key in self.private:
            try:
                return _SUITE.decrypt(sealed[len(MARK) :], key, info=_info(purpose, person_id))
            except (InvalidTag, ValueError):
                continue
        raise Unopenable("This was sealed for somebody else, or it is damaged.")


def kept_hash(secret: str) -> str:
    """What is stored of a random secret, such as a tablet's credential: its SHA-256."""
    return sha256(secret.encode()).hexdigest()


def is_sealed(content: bytes) -> bool:
    return content.startswith(MARK)


def split_record(content: bytes) -> tuple[bytes, bytes]:
    """The proof in front of a frozen record, and its bytes."""
    return content[:PROOF], content[PROOF:]


def is_proven(proof: bytes, digest: bytes, data_key: bytes) -> bool:
    """Whether the holder of this data key froze the bytes with this SHA-256."""
    try:
        return AESGCM(data_key).decrypt(proof[:IV], proof[IV:], None) == digest
    except (InvalidTag, ValueError):
        return False


def open_locked(data_key: bytes, iv: bytes, data: bytes) -> bytes:
    """What an observer's data key locked on the tablet. Raises `Unopenable`."""
    try:
        return AESGCM(data_key).decrypt(iv, data, None)
    except (InvalidTag, ValueError):
        raise Unopenable("This was locked with another key, or it is damaged.") from None


def new_keys() -> SealingKeys:
    return SealingKeys((ec.generate_private_key(ec.SECP256R1()),))


def kept_keys(path: Path) -> SealingKeys:
    """The keys of this file, which is made at the first start, readable by its owner only."""
    if not path.exists():
        make_folder(path.parent)
        # Should another process of the same site be quicker, its key is the one.
        with suppress(FileExistsError):
            write_whole(path, _pem(new_keys().private[0]), OWNER_ONLY, replace=False)
    return read_keys(path.read_bytes())


def rotate_keys(path: Path) -> int:
    """Put a new key in front; the old ones stay, because tablets hold things sealed with them. Gives their number."""
    old = path.read_bytes() if path.exists() else b""
    write_whole(path, _pem(new_keys().private[0]) + old, OWNER_ONLY)
    return len(read_keys(path.read_bytes()).private)


def read_keys(pem: bytes) -> SealingKeys:
    """PEM blocks one after the other. Raises ValueError when there is none, or one is of another kind."""
    found: list[ec.EllipticCurvePrivateKey] = []
    for block in pem.split(END)[:-1]:
        key = load_pem_private_key(block + END, None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError("A sealing key is not a P-256 key.")
        found.append(key)
    if not found:
        raise ValueError("There is no sealing key in the file.")
    return SealingKeys(tuple(found))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _info(purpose: str, person_id: uuid.UUID) -> bytes:
    return f"levelfield {purpose} {person_id}".encode()
