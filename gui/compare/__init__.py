"""Two periods of one question beside each other. Knows two maps and two answers."""
