"""What is done: bytes → pages → readings → materials and statements → claim → report → pack."""

__version__ = "0.1.0"
