"""The texts of the two clients, by key; Django translates them."""
