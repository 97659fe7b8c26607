"""What links to the site itself lead to: `base` is the port, the other modules are sources of cards."""
