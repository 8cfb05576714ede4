"""Exercise `train_concise`: train linear regression with a module, a loss and an optimizer of PyTorch."""
