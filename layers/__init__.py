"""What is on the map: values, registers, layers, the open document. Knows no Qt, analysis or paper."""
