import { describe, expect, test } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import type { Person, Typed } from './person.ts'
import type { Visitor } from './visitor.ts'

/** A form with valid values, and the data for sending it in other ways. */
export interface FormExample {
  person: Person | Visitor
  address: string
  /** Valid values. A day as YYYY-MM-DD fills its three inputs. */
  fields: Typed
  /** A field, with another valid text for it. */
  other: readonly [field: string, text: string]
  /** Invalid values; omitted when no value can be invalid. */
  refused?: Typed
  /** The number of times the form has been saved. */
  saved(): Promise<number>
  /** False when the form can be saved only once. */
  canRepeat?: boolean
  /** True when the form cannot be sent again after it has been saved, and the page says what has happened. */
  isGoneAfterwards?: boolean
}

/** Tests the behaviour that every form must have. `example` prepares a new form each time. */
export function behavesLikeEveryForm(name: string, example: () => Promise<FormExample>): void {
  const prepared = async () => {
    const made = await example()
    const key = newId()
    return {
      ...made,
      key,
      before: await made.saved(),
      send: (more: Typed = {}) =>
        made.person.send(made.address, { ...withDays(made.fields), idempotencyKey: key, ...more }),
    }
  }
  describe(name, () => {
    test('a form sent twice is saved once, and leads to the same page both times', async () => {
      const { person, saved, before, send } = await prepared()
      await send()
      const first = { status: person.status, address: person.address, notices: person.notices }
      await send()
      expect({ status: person.status, address: person.address, notices: person.notices }).toEqual(first)
      expect([first.status, first.notices.length, await saved()]).toEqual([200, 1, before + 1])
    })

    test('a form sent again with other text shows an error, and keeps the text for the next press', async () => {
      const { person, other, saved, before, send, key, canRepeat = true, isGoneAfterwards } = await prepared()
      const [field, text] = other
      await send()
      await send({ [field]: text })
      if (isGoneAfterwards) {
        expect([person.status, person.html.includes(text), await saved()]).toEqual([409, true, before + 1])
        return
      }
      expect([person.status, person.errors.length, await saved()]).toEqual([422, 1, before + 1])
      expect([person.valueOf(field)].flat()).toContain(text)
      const newKey = person.valueOf('idempotencyKey') as string
      expect(newKey).not.toBe(key)
      if (!canRepeat) return
      await send({ [field]: text, idempotencyKey: newKey })
      expect([person.status, await saved()]).toEqual([200, before + 2])
    })

    test('a form with an invalid value is not saved, keeps the text and can be sent again', async () => {
      const { person, other, refused, saved, before, send } = await prepared()
      if (!refused) return
      const [field, text] = other
      await send({ [field]: text, ...refused })
      expect([person.status, person.errors.length, await saved()]).toEqual([422, 1, before])
      if (!(field in refused)) expect([person.valueOf(field)].flat()).toContain(text)
      await send()
      expect([person.status, await saved()]).toEqual([200, before + 1])
    })

    test('a form sent after signing out is not saved, and the text is not lost', async () => {
      const { person, other, saved, before, send } = await prepared()
      const [field, text] = other
      const cookies = [...person.cookies]
      person.cookies.clear()
      await send({ [field]: text })
      expect([person.status, person.html.includes(text), await saved()]).toEqual([401, true, before])
      for (const [cookie, value] of cookies) person.cookies.set(cookie, value)
    })
  })
}

const withDays = (fields: Typed): Typed =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, Typed[string]][] => {
      const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(value))
      if (!day) return [[name, value]]
      return [
        [`${name}-day`, day[3]!],
        [`${name}-month`, day[2]!],
        [`${name}-year`, day[1]!],
      ]
    }),
  )
