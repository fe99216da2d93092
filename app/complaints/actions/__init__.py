"""THE CASEBOOK: the office's verbs, one file each. Every one ends in step.take()."""
