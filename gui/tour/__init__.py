"""The first-start tour: its steps as data, and the balloon that points at real widgets. Knows no document."""
