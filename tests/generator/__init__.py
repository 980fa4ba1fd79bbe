"""Realistic inputs at any size: the committed samples, and what the bench reads.

All comes from a seed; names of applicants, telephone numbers and the like are visibly invented.
"""
