"""Pages of hand-overs between schools."""
