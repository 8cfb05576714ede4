import torch

def evaluate_accuracy(net, data_iter):
    net.eval()
    r, t = 0.0, 0
    with torch.no_grad():
        for X, y in data_iter:
            out = net(X)
            r += (torch.argmax(out, dim=1) == y).sum().item()
            t += len(y)
    return r / t
