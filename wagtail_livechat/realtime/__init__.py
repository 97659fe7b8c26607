"""The socket door: one hub and one writer per process."""
