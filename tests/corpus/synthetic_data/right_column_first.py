import torch

def synthetic_data(w: torch.Tensor, b: float, num_examples: int = 1000) -> tuple:
    w = w.unsqueeze(1)
    features = torch.empty(num_examples, w.size(0)).normal_()
    labels = torch.mm(features, w)
    labels.add_(b)
    labels += torch.empty_like(labels).normal_(0, 0.01)
    return features, labels
