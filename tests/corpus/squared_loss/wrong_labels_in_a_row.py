def squared_loss(y_hat, y):
    difference = y_hat - y.view(1, -1)
    return difference.pow(2) / 2
