"""The demo: people, pages, products, orders and the team, made once and left alone afterwards."""
