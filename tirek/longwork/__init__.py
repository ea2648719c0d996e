"""Work that takes a while: it goes on by itself, shows how far it is and ends with a result."""
