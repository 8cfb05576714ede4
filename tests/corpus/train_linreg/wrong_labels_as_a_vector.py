def train_linreg(features, labels, w, b, lr, num_epochs, batch_size):
    history = []
    for epoch in range(num_epochs):
        for X, y in data_iter(batch_size, features, labels):
            errors = linreg(X, w, b) - y.flatten()
            l = (errors**2 / 2).mean() * batch_size
            l.backward()
            sgd([w, b], lr, batch_size)
        history.append(float(squared_loss(linreg(features, w, b), labels).mean().detach()))
    return history
