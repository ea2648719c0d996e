"""What the school hands over to the education department, and what became of it."""
