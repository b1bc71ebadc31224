"""One class for each mouse tool of the map. Knows the view, never the window."""
