"""What the site's own shop knows: `base` is the port, the other modules know one shop each."""
