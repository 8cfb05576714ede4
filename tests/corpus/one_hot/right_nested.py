import torch


def cross_entropy_with_labels(y_hat, y):
    def one_hot(y, num_classes):
        codes = torch.eye(num_classes, device=y.device)
        return codes[y]

    Y = one_hot(y, y_hat.shape[1])
    return -(Y * torch.log(y_hat)).sum(dim=1)
