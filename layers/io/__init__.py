"""Files in and out of the layers. Knows nothing of windows or figures."""
