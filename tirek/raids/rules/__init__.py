"""What a raid asks: the route, what keeps it from being signed, where to come again."""
