"""The catalogue: what a person edits without knowing Python (TOML), validated whole at load."""

from schemas.catalogue.load import CatalogueError, load_catalogue
from schemas.catalogue.models import (
    Catalogue,
    Channel,
    Checklist,
    Lender,
    MaterialKind,
    Reference,
    Requirement,
    Vocabulary,
)

__all__ = [
    "Catalogue",
    "CatalogueError",
    "Channel",
    "Checklist",
    "Lender",
    "MaterialKind",
    "Reference",
    "Requirement",
    "Vocabulary",
    "load_catalogue",
]
