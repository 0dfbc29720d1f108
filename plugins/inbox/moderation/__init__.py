"""What moderators decide, how they log in, and the files that their decisions become."""
