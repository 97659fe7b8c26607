"""The demo: people, pages, products and orders, made once and left alone afterwards."""
