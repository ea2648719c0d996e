"""Annual plans from Word and text files."""

# 01:15: the lead writes reading, proposals and the dry run of import_plan; plans: the rest.
