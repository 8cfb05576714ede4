# 作业三：线性回归与 softmax 回归（李雷）
import random
import torch


def synthetic_data(w, b, num_examples):
    """生成 y = Xw + b + 噪声"""
    X = torch.normal(0, 1, (num_examples, len(w)))
    y = torch.matmul(X, w) + b + torch.normal(0, 0.01, (num_examples,))
    return X, y.reshape((-1, 1))


def sgd(params, lr, batch_size):
    """小批量随机梯度下降"""
    with torch.no_grad():
        for param in params:
            param -= lr * param.grad / batch_size
            param.grad.zero_()


def data_iter(batch_size, features, labels):
    """每次返回一个小批量"""
    random.seed(2)  # 为了结果可以复现
    num_examples = len(features)
    indices = list(range(num_examples))
    random.shuffle(indices)  # 样本的读取顺序是随机的
    for i in range(0, num_examples, batch_size):
        j = torch.tensor(indices[i: min(i + batch_size, num_examples)])
        yield features[j], labels[j]


def softmax(X):
    """按行计算"""
    X -= X.max(dim=1, keepdim=True).values  # 防止上溢
    X_exp = torch.exp(X)
    return X_exp / X_exp.sum(1, keepdim=True)


def cross_entropy(y_hat, y):
    """每个样本各返回一个损失"""
    return -torch.log(y_hat[range(len(y_hat)), y])


def accuracy(y_hat, y):
    """预测正确的数量"""
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    return float((y_hat.type(y.dtype) == y).sum())


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    """训练模型"""
    for epoch in range(num_epochs):
        训练损失, 训练精度 = train_epoch_ch3(net, train_iter, loss, updater)
        测试精度 = evaluate_accuracy(net, test_iter)
        print(f'第 {epoch + 1} 轮：损失 {训练损失:.3f}，精度 {训练精度:.3f}，测试 {测试精度:.3f}')
