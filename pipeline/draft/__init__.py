"""A plan drafted from exports: evidence of them, rows proposed, what an existing plan lacks."""
