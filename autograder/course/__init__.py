"""What this repository is made from: units, answer bank, release, generated pages."""
