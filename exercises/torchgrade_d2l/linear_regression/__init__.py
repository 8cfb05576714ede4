"""The exercises of linear regression."""
