"""THE REVIEW: the tables of the Monday meeting (domain.md D9). Read only; every figure is a link to its complaints."""
