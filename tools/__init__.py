"""What the yard needs around the house: contracts, words, pictures. Never imported by it."""
