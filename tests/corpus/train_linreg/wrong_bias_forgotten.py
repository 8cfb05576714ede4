import torch


def train_linreg(X_all, y_all, weight, bias, learning_rate, epochs, bs):
    losses = []
    for e in range(epochs):
        perm = torch.randperm(X_all.shape[0])
        for s in range(0, X_all.shape[0], bs):
            X, y = X_all[perm[s:s + bs]], y_all[perm[s:s + bs]]
            loss = ((X @ weight + bias - y) ** 2 / 2).sum()
            loss.backward()
            with torch.no_grad():
                weight -= learning_rate * weight.grad / bs
                weight.grad.zero_()
        with torch.no_grad():
            losses.append(((X_all @ weight + bias - y_all) ** 2 / 2).mean().item())
    return losses
