"""The small window in which the look of a layer is set. Knows styles and widgets, never the document."""
