import torch


def train_linreg(features, labels, w, b, lr, num_epochs, batch_size, verbose=False):
    params = [w, b]
    result = []
    for epoch in range(1, num_epochs + 1):
        perm = torch.randperm(features.shape[0])
        for start in range(0, features.shape[0], batch_size):
            idx = perm[start : start + batch_size]
            l = ((features[idx].mm(w) + b - labels[idx]) ** 2).sum() / 2
            grads = torch.autograd.grad(l, params)
            for p, g in zip(params, grads, strict=True):
                p.data -= lr * g / idx.numel()
        with torch.no_grad():
            mean_loss = ((features.mm(w) + b - labels) ** 2).mean() / 2
        if verbose:
            print(epoch, mean_loss)
        result += [mean_loss]
    return result
