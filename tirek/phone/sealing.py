"""What a phone writes is sealed to the school: only the key kept here opens it.

A letter is: "TRK1", 8 bytes of the key's id, 65 bytes of a point made for this letter alone, 12
bytes of iv, the sealed bytes. ECDH on P-256, HKDF-SHA256, AES-256-GCM: what every browser's Web
Crypto knows.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from tirek.access.keyfile import keep_new

MAGIC = b"TRK1"
INFO = b"tirek phone 1"
POINT, ID, IV = 65, 8, 12
HEAD = len(MAGIC) + ID + POINT + IV


class Unopened(ValueError):
    """The letter is damaged, or was sealed to a key that is not here."""


def public_point() -> bytes:
    """The point phones seal to (uncompressed, 65 bytes)."""
    return _point(_private(settings.HOME))


def key_id(point: bytes) -> bytes:
    """8 bytes that name a key."""
    return hashlib.sha256(point).digest()[:ID]


def opened(letter: bytes, about: bytes) -> bytes:
    """What was sealed; `about` is what it belongs to, which the phone bound into it."""
    private = _private(settings.HOME)
    mine = _point(private)
    if letter[:4] != MAGIC or len(letter) <= HEAD or letter[4 : 4 + ID] != key_id(mine):
        raise Unopened
    theirs = letter[4 + ID : 4 + ID + POINT]
    iv = letter[HEAD - IV : HEAD]
    try:
        point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        shared = private.exchange(ec.ECDH(), point)
        return AESGCM(_derived(shared, theirs, mine)).decrypt(iv, letter[HEAD:], about)
    except (InvalidTag, ValueError) as damaged:
        raise Unopened from damaged


def unboxed(key: bytes, data: bytes, about: bytes) -> bytes:
    """What was enciphered under a visit's own key: iv, then the rest."""
    try:
        return AESGCM(key).decrypt(data[:IV], data[IV:], about)
    except (InvalidTag, ValueError) as damaged:
        raise Unopened from damaged


def sealed(content: bytes, about: bytes, point: bytes) -> bytes:
    """Seal as a phone does (for tests, and for phones that are programs)."""
    once = ec.generate_private_key(ec.SECP256R1())
    mine = _point(once)
    to = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    key = _derived(once.exchange(ec.ECDH(), to), mine, point)
    iv = os.urandom(IV)
    return MAGIC + key_id(point) + mine + iv + AESGCM(key).encrypt(iv, content, about)


def _derived(shared: bytes, theirs: bytes, mine: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=b"", info=INFO + theirs + mine).derive(shared)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _new_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


@lru_cache(maxsize=4)
def _private(home: Path) -> ec.EllipticCurvePrivateKey:
    """The key of this program, made once and kept in the data folder, readable by its owner."""
    kept = Path(home) / "phone_key"
    if not kept.exists():
        keep_new(kept, _new_key())
    key = serialization.load_pem_private_key(kept.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key
