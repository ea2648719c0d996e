"""Pages of guardianship."""
