"""The town of the visits' tests."""

from tirek.visits.tests.conftest import monday, people

__all__ = ["monday", "people"]
