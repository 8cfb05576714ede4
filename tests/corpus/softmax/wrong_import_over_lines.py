from mxnet import (
    autograd,  # for gradients
    np as mnp,
    npx,
)
def softmax(X):
    E = mnp.exp(X)
    return E / E.sum(1, keepdims=True)
