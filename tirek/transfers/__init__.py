"""A child moves to another school: what of the card goes along, agreed by both."""
