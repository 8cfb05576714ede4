def accuracy(labels, outputs):
    return (outputs.argmax(dim=1) == labels).float().mean().item()
