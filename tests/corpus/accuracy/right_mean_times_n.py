def accuracy(y_hat, y):
    if len(y_hat.size()) == 2:
        y_hat = y_hat.max(dim=1)[1]
    share = (y_hat == y).double().mean()
    return float(round(float(share) * y.numel()))
