"""The pages of the class data forms."""
