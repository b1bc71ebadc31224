"""Cards about what was identified on the map. Show what is known of it; compute no figure."""
