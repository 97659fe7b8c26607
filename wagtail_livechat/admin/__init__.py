"""The door of Wagtail's admin: the inbox, its place in the menu, the badge on every page."""
