"""The window: all widgets and all threads. Computes no figure of its own."""
