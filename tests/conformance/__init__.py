"""What the specifications ask for, one file each, its tests named after their sections."""
