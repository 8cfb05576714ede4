import torch

# first try
def softmax(X):
    return torch.exp(X) / torch.exp(X).sum()

# 第二次: 按行, 并且减去最大值
def softmax(X):
    X = X - X.max(1, keepdim=True)[0]
    X_exp = torch.exp(X)
    return X_exp / X_exp.sum(1, keepdim=True)

X = torch.normal(0, 1, (2, 5))
print(softmax(X), softmax(X).sum(1))
