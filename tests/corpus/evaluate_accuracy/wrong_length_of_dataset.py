import torch


def evaluate_accuracy(net, data_iter):
    if isinstance(net, torch.nn.Module):
        net.eval()
    size = len(data_iter.dataset)
    correct = 0
    with torch.no_grad():
        for X, y in data_iter:
            pred = net(X)
            correct += (pred.argmax(1) == y).type(torch.float).sum().item()
    correct /= size
    print(f"Test Error: \n Accuracy: {(100*correct):>0.1f}%")
    return correct
