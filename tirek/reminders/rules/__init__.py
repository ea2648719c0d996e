"""What is in a calendar and in a letter."""
