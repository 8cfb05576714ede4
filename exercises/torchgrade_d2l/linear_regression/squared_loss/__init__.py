"""Exercise squared_loss: half the squared error of each example."""
