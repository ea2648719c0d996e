"""Work done at a child's home: the housing inspection act."""
