"""The search field and what it finds. Show and choose; what is found is decided in `layers.search`."""
