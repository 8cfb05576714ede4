import torch as t

def accuracy(scores, labels, k=1):
    if scores.dim() < 2:
        return (scores.long() == labels).double().sum().item()
    top = scores.topk(k, dim=1).indices
    return (top == labels.unsqueeze(1)).any(1).to(t.float64).sum().item()
