"""Pages of accounts: in, out, one's own; the school's people and the first run."""
