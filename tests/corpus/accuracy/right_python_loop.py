def accuracy(y_hat, y):
    n = 0.0
    for i in range(len(y)):
        row = y_hat[i].tolist()
        if isinstance(row, list):
            k = row.index(max(row))
        else:
            k = int(row)
        if k == int(y[i]):
            n += 1
    return n
