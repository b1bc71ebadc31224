"""What the numbers say: pure functions over arrays and frames. Knows nothing of files, Qt or paper."""
