"""The project with every package that it needs, for machines without a network."""
