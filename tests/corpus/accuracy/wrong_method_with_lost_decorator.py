from functools import partial

import jax


class Judge:
    @partial(jax.jit, static_argnums=(0,))
    def accuracy(self, weights, X, Y, state):
        return state.apply(weights, X).argmax(1) == Y
