"""Readings → facts and statements, each value with the place it was read from."""
