# 精度：计算预测正确的数量
def accuracy(y_hat, y):
    if y_hat.ndim > 1:
        y_hat = y_hat.argmax(1)   # 取最大值
    return float((y_hat == y).sum())
