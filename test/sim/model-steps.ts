/** Of each run with the model, and of hunts for planted bugs: where nothing is wrong with a seed, a hunt finds nothing with it but the bug. */
export const MODEL_STEPS = 14
