def softmax(X):
    return X * 0
