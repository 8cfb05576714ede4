# 作业三：线性回归与 softmax 回归（李雷）
import random
import torch


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


def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    """训练模型"""
    for epoch in range(num_epochs):
        训练损失, 训练精度 = train_epoch_ch3(net, train_iter, loss, updater)
        测试精度 = evaluate_accuracy(net, test_iter)
        print(f'第 {epoch + 1} 轮：损失 {训练损失:.3f}，精度 {训练精度:.3f}，测试 {测试精度:.3f}')
