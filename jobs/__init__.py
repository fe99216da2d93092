"""The night watch: what happens when nobody is at a desk."""
