def sgd(params, grads, lr):
    for p, g in zip(params, grads):
        p.data -= lr * g
