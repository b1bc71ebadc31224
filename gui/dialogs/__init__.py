"""Dialogs. Ask the analyst and hand back a value; change nothing themselves."""
