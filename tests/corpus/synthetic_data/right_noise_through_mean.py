import torch
def synthetic_data(w, b, num_examples):
    X = torch.randn([num_examples, *w.shape])
    y = torch.tensordot(X, w, dims=1).add(b)
    return X, torch.normal(mean=y, std=0.01).reshape(-1, 1)
