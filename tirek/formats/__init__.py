"""How dates and numbers are written; Django has nothing for Kazakh."""
