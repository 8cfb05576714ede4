"""The audit of an exercise: its right, wrong and lazy answers, graded by the engine that grades students."""
