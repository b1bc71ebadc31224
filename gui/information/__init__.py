"""Cards about what was identified: a site, village, incident, commune. Show what is known; compute nothing."""
