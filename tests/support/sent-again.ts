import { newId } from '../../src/db/ids.ts'
import type { Typed } from './person.ts'
import type { Service } from './service.ts'
import { aVisitor, anotherWindow, type Visitor } from './visitor.ts'

/** The results of sending a form in four ways. */
export interface SentAgain {
  /** Status and address after sending the form, and after sending it again unchanged. */
  led: [string, string]
  /** With other text and the same idempotency key: the status, and whether the page shows the text. */
  changed: [number, boolean]
  /** After signing out: the status, and whether the page shows the text. */
  signedOut: [number, boolean]
}

/**
 * Sends a form twice, then with other text, and then with that text while signed out.
 * @param form `typed`: the values, without the idempotency key. `other`: a field with the other text
 */
export async function sendAgain(
  service: Service,
  visitor: Visitor,
  form: { address: string; typed: Typed; other: Record<string, string> },
): Promise<SentAgain> {
  const sent = { ...form.typed, idempotencyKey: newId() }
  const text = Object.values(form.other)[0]!
  const once = await anotherWindow(service, visitor).send(form.address, sent)
  const twice = await anotherWindow(service, visitor).send(form.address, sent)
  const changed = await anotherWindow(service, visitor).send(form.address, { ...sent, ...form.other })
  const signedOut = await aVisitor(service).send(form.address, { ...sent, ...form.other })
  return {
    led: [`${once.status} ${once.address}`, `${twice.status} ${twice.address}`],
    changed: [changed.status, changed.html.includes(text)],
    signedOut: [signedOut.status, signedOut.html.includes(text)],
  }
}
