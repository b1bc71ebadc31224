"""One drawn item for each kind of layer. Knows its own layer only."""
