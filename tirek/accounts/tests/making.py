"""A passkey in software: answers a browser's challenge as a key of the real world would."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

PRESENT = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class Passkey:
    """One key for one name of a server."""

    def __init__(self, host: str = "testserver", origin: str = "https://testserver") -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id, self.origin = os.urandom(16), origin
        self.host = hashlib.sha256(host.encode()).digest()
        self.count = 0

    def _answer(self, **response: bytes) -> str:
        encoded = {name: websafe_encode(value) for name, value in response.items()}
        return json.dumps(
            {
                "id": websafe_encode(self.id),
                "rawId": websafe_encode(self.id),
                "type": "public-key",
                "response": encoded,
                "clientExtensionResults": {},
            }
        )

    def _said(self, kind: str, options: dict[str, Any]) -> CollectedClientData:
        challenge = options["publicKey"]["challenge"]
        return CollectedClientData.create(type=kind, challenge=challenge, origin=self.origin)

    def make(self, options: dict[str, Any]) -> str:
        """The answer to the wish for a new passkey."""
        public = ES256.from_cryptography_key(self.private.public_key())
        held = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        flags = PRESENT | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(self.host, flags, self.count, held)
        return self._answer(
            clientDataJSON=self._said("webauthn.create", options),
            attestationObject=AttestationObject.create("none", data, {}),
        )

    def show(self, options: dict[str, Any]) -> str:
        """The answer to the wish to see the passkey."""
        self.count += 1
        said = self._said("webauthn.get", options)
        data = AuthenticatorData.create(self.host, PRESENT, self.count)
        signature = self.private.sign(data + said.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=said, authenticatorData=data, signature=signature)
