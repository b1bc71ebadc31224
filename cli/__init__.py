"""The command line: the second front end, proof that the rest needs no window. Knows no widget."""
