def accuracy(output, target):
    if output.ndim > 1:
        output = output.argmax(1)
    return float((output == target.argmax(1)).sum())
