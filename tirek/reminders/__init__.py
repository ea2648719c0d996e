"""Reminds: a calendar of what is due, a letter a week; never a child's name."""
