export function lettersIn(font: Buffer): Generator<number>
