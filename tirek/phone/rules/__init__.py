"""What two people wrote about one visit, without a database."""
