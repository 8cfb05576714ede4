import torch


def cross_entropy(y_hat, y):
    print('y_hat', y_hat.shape, 'y', y.shape)
    loss = torch.log(1 / y_hat[range(len(y)), y])
    print(loss)
    return loss


y_hat = torch.tensor([[0.1, 0.3, 0.6], [0.3, 0.2, 0.5]])
y = torch.tensor([0, 2])
print(cross_entropy(y_hat, y))
