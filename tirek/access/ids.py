"""Ids for addresses: random, so that one cannot be guessed from another."""

import secrets

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # 32 letters: five bits each


def new_pid() -> str:
    """A random id of 12 characters (about 60 bits), without look-alike letters."""
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(12))
