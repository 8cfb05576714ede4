def train_ch3(net, train_iter, test_iter, loss, num_epochs, updater):
    for epoch in range(num_epochs):
        train_loss = train_epoch_ch3(net, train_iter, loss, updater)[0]
        train_acc = train_epoch_ch3(net, train_iter, loss, updater)[1]
        test_acc = evaluate_accuracy(net, test_iter)
        print(epoch + 1, train_loss, train_acc, test_acc)
