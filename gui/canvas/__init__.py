"""The map on the screen. Knows layers and symbols, never a file."""
