"""The pages of the personal files."""
