"""Children without care: identified, notified, placed; their guardians checked and heard."""
