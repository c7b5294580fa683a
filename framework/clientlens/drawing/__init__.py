"""What every picture needs: a font, colours, room for labels, and a way to draw."""
