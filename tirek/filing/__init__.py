"""Files kept outside the database under their hash: what they are, that they are harmless."""
