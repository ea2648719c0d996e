"""Raids: several families visited by a team in one evening."""
