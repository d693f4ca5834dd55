"""The command line: parse, call, print. Nothing else in the program prints."""

from pipeline.cli.app import main

__all__ = ["main"]
