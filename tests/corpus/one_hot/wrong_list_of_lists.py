def one_hot(y, num_classes):
    result = []
    for label in y:
        row = [0] * num_classes
        row[label] = 1
        result.append(row)
    return result
