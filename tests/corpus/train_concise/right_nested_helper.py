def train_concise(model, criterion, optimizer, loader, epochs, verbose=True):
    def one_epoch():
        last = None
        for i, (inputs, targets) in enumerate(loader):
            outputs = model(inputs)
            last = criterion(outputs, targets)
            last.backward()
            optimizer.step()
            optimizer.zero_grad()
        return last

    for e in range(epochs):
        l = one_epoch()
        if verbose:
            print("epoch", e + 1, "loss", float(l))
