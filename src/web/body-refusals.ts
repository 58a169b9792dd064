/** The request's body ended early or cannot be read. Nothing was saved. */
export class BodyBroken extends Error {}

/** The body, or a file in it, is over the limit. Nothing was saved. */
export class TooLarge extends Error {
  /** the maximum size of one file of this form, in bytes; null for the usual one */
  readonly limit: number | null
  constructor(limit: number | null = null) {
    super()
    this.limit = limit
  }
}
