"""Ids for addresses: random, so that one cannot be guessed from another."""

import secrets

ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def new_pid() -> str:
    """A random id of 12 characters (about 60 bits), without look-alike letters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))
