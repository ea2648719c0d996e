"""Pages of the register and of the council."""
