"""The attribute table: rows of a layer beside the map. Reads the answer; changes rows only by commands."""
