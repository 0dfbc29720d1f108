"""What comes in: comments and linkbacks, checked, scored and stored before they are answered for."""
