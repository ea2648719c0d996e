"""`python -m tirek`."""

from tirek.cli import main

main()
