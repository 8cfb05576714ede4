def accuracy(y_hat, y):
    if y_hat.dim() > 1:
        y_hat = y_hat.argmax(1)
    for pred, label in zip(y_hat, y):
        if pred == label:
            correct += 1
    return float(correct)
