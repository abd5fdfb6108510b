"""What PainKG writes, read by other people's programs; and the wheel, used away from the sources."""
