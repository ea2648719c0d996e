"""The phone's doors: the shell and its worker, what it asks and sends, what people settle."""
