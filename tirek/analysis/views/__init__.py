"""The pages of the analysis of the year."""
