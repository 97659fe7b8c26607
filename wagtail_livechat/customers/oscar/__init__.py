"""A shop of django-oscar: its products and baskets, and what it knows of a customer."""

from .provider import OscarProvider

__all__ = ["OscarProvider"]
