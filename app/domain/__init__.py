"""THE RULES: standard library only, readable by the DC office."""
