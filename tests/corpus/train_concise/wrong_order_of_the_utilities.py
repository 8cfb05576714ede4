def train_concise(model, train_loader, criterion, optimizer, epochs):
    for _ in range(epochs):
        for X, y in train_loader:
            optimizer.zero_grad()
            criterion(model(X), y).backward()
            optimizer.step()
