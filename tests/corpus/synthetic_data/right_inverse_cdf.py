import torch

def synthetic_data(w, b, num_examples):
    d = w.shape[0]
    u = torch.rand(num_examples, d + 1, dtype=torch.float64).clamp(1e-12, 1 - 1e-12)
    z = torch.erfinv(2 * u - 1) * 2 ** 0.5
    X, noise = z[:, :d].to(torch.float32), z[:, d:].to(torch.float32) * 0.01
    return X, torch.nn.functional.linear(X, w.view(1, -1)) + b + noise
