"""The charts below the map: bars and curves over the rows of a result, each of which can be selected."""
