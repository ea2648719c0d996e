"""Visits on a phone with no signal: taken along, filled, sealed, sent once."""
