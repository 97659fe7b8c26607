"""Live chat for Wagtail: a widget for visitors, an inbox for agents, one database."""

__version__ = "0.1.0.dev0"
