"""What things are: frozen models for all that crosses a stage boundary, and the catalogue.

Nothing here imports from `pipeline`.
"""
