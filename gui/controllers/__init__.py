"""What happens when an action is triggered. Knows the window only through what it is handed."""
