import { newId } from '../../src/db/ids.ts'
import type { Person, Typed } from './person.ts'

/** A form with text in it, and how to count the entries that it makes. */
export interface FormToTry {
  address: string
  button: string
  typed: Typed
  /** a field with text, and what it says when the form is sent again */
  field: string
  otherText: string
  entries(): Promise<number>
}

/** What every form that adds an entry does. Compare it with the result of `triesForm`. */
export const theLifeOfAForm = {
  sentTwice: { status: 200, entries: 1, samePage: true },
  withOtherText: { status: 422, errors: 1, text: true, entries: 1 },
  pressedAgain: { status: 200, entries: 2 },
  signedOut: { status: 401, text: true, entries: 2 },
}

/** Sends a form twice, again with other text, once more as the page then offers, and at last signed out. */
export async function triesForm(person: Person, form: FormToTry): Promise<typeof theLifeOfAForm> {
  const { address, button, typed, field, otherText } = form
  const before = await form.entries()
  const added = async () => (await form.entries()) - before
  const hasText = () => person.valueOf(field) === otherText

  await person.open(address)
  const idempotencyKey = newId()
  await person.press(button, { ...typed, idempotencyKey })
  const first = { address: person.address, notices: person.notices }
  await person.open(address)
  await person.press(button, { ...typed, idempotencyKey })
  const samePage = person.address === first.address && person.notices.join() === first.notices.join()
  const sentTwice = { status: person.status, entries: await added(), samePage }

  await person.open(address)
  await person.press(button, { ...typed, [field]: otherText, idempotencyKey })
  const { status, errors } = person
  const withOtherText = { status, errors: errors.length, text: hasText(), entries: await added() }
  await person.press(button)
  const pressedAgain = { status: person.status, entries: await added() }

  await person.open(address)
  const cookies = [...person.cookies]
  person.cookies.clear()
  await person.press(button, { ...typed, [field]: otherText })
  const signedOut = { status: person.status, text: person.html.includes(otherText), entries: await added() }
  for (const [name, value] of cookies) person.cookies.set(name, value)
  return { sentTwice, withOtherText, pressedAgain, signedOut }
}
