"""Finding what has a name or a number, as people type it: without tones, in part, with a slip.

Knows the tables of a document and the register of communes; nothing of any window or of what is done with
what is found.
"""
