"""THE CASEBOOK: all that may be done to a complaint. No HTTP, no commit."""
