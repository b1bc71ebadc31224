"""One step per schema version of the workspace file. Knows nothing of what the rows mean."""
