"""Speed, measured: `make bench`. Never a timed test; ratios to a floor of the same run."""
