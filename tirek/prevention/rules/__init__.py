"""What the procedure allows, by the standard library alone."""
