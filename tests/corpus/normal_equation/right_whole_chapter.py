import random
import torch
from d2l import torch as d2l


# 1.1.3 解析解
def normal_equation(X, y):
    """最小二乘的解析解，用 lstsq 避免 X^T X"""
    ones = torch.ones((X.shape[0], 1), dtype=X.dtype)
    X1 = torch.cat((X, ones), dim=1)
    sol = torch.linalg.lstsq(X1, y).solution
    print('解的形状', sol.shape)
    return sol[:-1], sol[-1]


def synthetic_data(w, b, num_examples):
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b
    y += torch.normal(0, 0.01, y.shape)
    return X, y.reshape((-1, 1))


true_w = torch.tensor([2, -3.4])
true_b = 4.2
features, labels = synthetic_data(true_w, true_b, 1000)
w_hat, b_hat = normal_equation(features, labels)
print(f'w的估计误差: {true_w - w_hat.reshape(true_w.shape)}')
print(f'b的估计误差: {true_b - b_hat}')


def data_iter(batch_size, features, labels):
    num_examples = len(features)
    indices = list(range(num_examples))
    random.shuffle(indices)
    for i in range(0, num_examples, batch_size):
        batch_indices = torch.tensor(indices[i: min(i + batch_size, num_examples)])
        yield features[batch_indices], labels[batch_indices]


for X, y in data_iter(10, features, labels):
    print(X, '\n', y)
    break

d2l.set_figsize()
d2l.plt.scatter(features[:, 1].detach().numpy(), labels.detach().numpy(), 1)
