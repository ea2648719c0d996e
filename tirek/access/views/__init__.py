"""The page for machines that watch the program."""
