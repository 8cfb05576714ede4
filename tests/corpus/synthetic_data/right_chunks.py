import torch
def synthetic_data(w, b, num_examples):
    Xs, ys = [], []
    for start in range(0, num_examples, 256):
        k = min(256, num_examples - start)
        X = torch.randn(k, len(w))
        Xs.append(X); ys.append(X @ w + b + torch.normal(0, 0.01, (k,)))
    return torch.cat(Xs), torch.cat(ys).reshape(-1, 1)
