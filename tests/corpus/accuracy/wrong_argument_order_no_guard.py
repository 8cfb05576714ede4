def accuracy(labels, outputs):
    return float((outputs.argmax(dim=1) == labels).sum())
