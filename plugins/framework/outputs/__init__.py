"""What pages and feeds a site has, and what each shows: contributions of packages, their parts, views."""
