"""Data contracts: what each kind of input holds, how it is spelled, what may be wrong with it.

Imports nothing of `pipeline`. The data stands in the TOML files beside this one; the modules give
it types.
"""
