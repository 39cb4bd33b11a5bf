"""The fakes are as strict as what they stand for."""
