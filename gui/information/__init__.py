"""Cards about what was identified: a site, village, incident or commune. Show what is known; compute no figure."""
