/** A refused file. `refusal` is one of the reasons in refusals.ts. */
export class Refused extends Error {
  constructor(refusal) {
    super(refusal)
    this.refusal = refusal
  }
}
