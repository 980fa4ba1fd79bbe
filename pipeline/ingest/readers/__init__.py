"""Bytes to grids of text, a module a family of formats."""
