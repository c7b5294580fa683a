"""What a study file says: text with places, merged, checked and frozen."""
