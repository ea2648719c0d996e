"""Pages that enter and change people and classes, and the search."""
