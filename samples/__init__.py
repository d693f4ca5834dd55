"""Specimens: fictional people, debts, screens and papers with their truth. Not installed."""
