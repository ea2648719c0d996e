"""Help to pupils: who is given free textbooks, who eats free hot meals."""
