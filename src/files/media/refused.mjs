/** A refused file. `refusal` is one of refusals.ts. */
export class Refused extends Error {
  constructor(refusal) {
    super(refusal)
    this.refusal = refusal
  }
}
