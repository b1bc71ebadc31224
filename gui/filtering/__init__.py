"""Filters above the map: chips and the popups behind them. Say what is asked; filter no row themselves."""
