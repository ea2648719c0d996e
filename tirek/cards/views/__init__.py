"""Pages of the card index."""
