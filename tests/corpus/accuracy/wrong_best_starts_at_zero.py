def accuracy(y_hat, y):
    if y_hat.dim() == 1:
        return float((y_hat == y).sum())
    correct = 0.0
    for scores, label in zip(y_hat, y):
        best, k = 0, -1
        for j, s in enumerate(scores):
            if s > best:
                best, k = s, j
        correct += float(k == label)
    return correct
