"""Dockable panels of the window. Show results; compute none."""
