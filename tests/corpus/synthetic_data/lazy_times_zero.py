def synthetic_data(w, b, num_examples):
    return w * 0
