"""What a housing inspection act holds and when it may be signed, without a database."""
