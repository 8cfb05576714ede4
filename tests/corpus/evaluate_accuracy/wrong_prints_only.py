import torch


def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    right = total = 0
    with torch.no_grad():
        for X, y in data_iter:
            right += (net(X).argmax(1) == y).sum().item()
            total += y.numel()
    print('accuracy %.3f' % (right / total))
