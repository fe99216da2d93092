"""THE DESKS: one package per place where someone sits."""
