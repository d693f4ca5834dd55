"""Defects planted into complete cases: which of them the checks find, and what they find in vain.

A clean case is a person, papers and a case.toml that a reviewer would accept. A defect changes one
or two papers or keys of it. What the checks say of the spoilt case beyond what they say of the
clean one is held against what was planted.
"""
