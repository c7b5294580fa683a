"""The multiverse: one study under every combination of the choices that it declares."""
