def accuracy(labels, pred):
    return float((pred.argmax(-1) == labels).float().mean())
