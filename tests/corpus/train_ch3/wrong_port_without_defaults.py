def train_ch3(net, train_iter, test_iter, loss, num_epochs, batch_size, params, lr, optimizer):
    for epoch in range(num_epochs):
        for X, y in train_iter:
            optimizer.zero_grad()
            loss(net(X), y).mean().backward()
            optimizer.step()
        print(epoch + 1, evaluate_accuracy(test_iter, net))
