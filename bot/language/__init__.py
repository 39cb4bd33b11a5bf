"""Vietnamese text: normalising with offsets, folding, codes in text, finding the procedure. Pure."""
