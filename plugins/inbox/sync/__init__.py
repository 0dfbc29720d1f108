"""Publishing of approved records: synchronised to the author's checkout, and the rebuild of the site."""
