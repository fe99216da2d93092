"""THE EXCHANGE: lists of other portals come in, row by row, through a mapping file; again changes nothing."""
