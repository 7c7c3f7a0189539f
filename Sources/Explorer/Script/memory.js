/** The memory that activations take, and its peak: the program's Memory (Sources/Analysis). */
function memoryOf(layers, { inputCount, isTraining, batch, bytes }) {
  const count = layers.length;
  const readers = layers.map(() => 0);
  for (const layer of layers) for (const input of new Set(layer.inputs)) readers[input] += 1;
  const backward = (index) => 2 * count - 1 - index;
  const overwrites = (layer, writer) => {
    const [isView, isInPlace] = isTraining ? [layer.place & 4, layer.place & 8] : [layer.place & 1, layer.place & 2];
    if (isView) return true;
    return isInPlace !== 0 && (!isTraining || (layer.kept !== "inputs" && writer.kept !== "output"));
  };
  const holder = [];
  const activations = layers.map((layer, index) => {
    const [input] = layer.inputs;
    if (input !== undefined && input >= inputCount && readers[input] === 1 && overwrites(layer, layers[input])) {
      holder.push(holder[input]);
      return 0;
    }
    holder.push(index);
    return product(layer.shape) * batch * bytes;
  });
  const release = layers.map(() => 0);
  layers.forEach((layer, index) => {
    for (const input of layer.inputs) release[holder[input]] = Math.max(release[holder[input]], index);
    release[holder[index]] = Math.max(release[holder[index]], index);
  });
  const lastRead = [...release];
  const keep = (output, step) => (release[holder[output]] = Math.max(release[holder[output]], step));
  layers.forEach((_, index) => {
    if (readers[index] === 0) keep(index, isTraining ? backward(index) : count - 1);
  });
  const hasParameters = [];
  for (const layer of layers) hasParameters.push(layer.hasParameters || layer.inputs.some((input) => hasParameters[input]));
  const steps = isTraining ? 2 * count : count;
  const changes = Array(steps + 1).fill(0);
  const add = (amount, first, last) => {
    changes[first] += amount;
    changes[last + 1] -= amount;
  };
  if (isTraining) {
    layers.forEach((layer, index) => {
      if (!hasParameters[index]) return;
      if (layer.kept === "output") keep(index, backward(index));
      else if (layer.kept === "inputs") for (const input of layer.inputs) keep(input, backward(index));
      else if (layer.kept !== "nothing") {
        add((layer.kept === "indices" ? 4 : 1) * product(layer.shape) * batch, index, backward(index));
      }
    });
  }
  layers.forEach((_, index) => {
    if (holder[index] !== index) return;
    add(activations[index], index, release[index]);
    if (isTraining && hasParameters[index]) add(activations[index], backward(lastRead[index]), backward(index));
  });
  let [live, peak, step] = [0, 0, 0];
  for (let at = 0; at < steps; at += 1) {
    live += changes[at];
    if (live > peak) [peak, step] = [live, at];
  }
  const total = activations.slice(inputCount).reduce((sum, amount) => sum + amount, 0);
  return { activations, total, peak, peakLayer: step < count ? step : backward(step) };
}
