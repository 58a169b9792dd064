import { expect, test } from '@jest/globals'
import { pressing, type Typed } from './page-forms.ts'
import type { Service } from './service.ts'
import { anotherWindow, type Visitor } from './visitor.ts'

/** A page with a form that is only a button. */
export interface ButtonInUse {
  service: Service
  /** A signed-in person with the page open. */
  visitor: Visitor
  button: string
  /** The number of times the form has been saved. */
  timesSaved(): Promise<number>
}

/** A page with a form, and how a test fills it in. */
export interface FormInUse extends ButtonInUse {
  typed: Typed
  /** Invalid values for some of the fields. */
  invalid: Typed
}

/**
 * Tests that a form is saved once when sent twice, and keeps the entered values when it is invalid, sent again with
 * other text, or sent after signing out.
 * @param use opens the page, with a service of its own
 * @param text a field of free text; without one, other text is not tested
 * @param pressesToSave how many presses it takes to save other text; 2 if the first press shows a newer version
 */
export function behavesLikeEveryForm(
  use: () => Promise<FormInUse>,
  { text = null, pressesToSave = 1 }: { text?: string | null; pressesToSave?: number } = {},
): void {
  savesOnce(use)

  test('an invalid form keeps the entered values, and is saved once only the invalid ones are corrected', async () => {
    const { service, visitor, button, typed, invalid, timesSaved } = await use()
    await visitor.press(button, { ...typed, ...invalid })
    expect([visitor.status, visitor.errors.length > 0, await timesSaved()]).toEqual([422, true, 0])
    expect(onPage(visitor, typed)).toEqual(asEntered({ ...typed, ...invalid }))
    await visitor.press(button, Object.fromEntries(Object.keys(invalid).map(name => [name, typed[name]!])))
    expect([visitor.status, await timesSaved()]).toEqual([200, 1])
    await service.end()
  })

  if (text !== null)
    test('a form sent again with other text shows an error, keeps the text, and can save it afterwards', async () => {
      const { service, visitor, button, typed, timesSaved } = await use()
      const { address, fields } = asSent(visitor, button, typed)
      await visitor.send(address, fields)
      await visitor.send(address, { ...fields, [text]: 'Other text, which must not be lost.' })
      expect([visitor.status, visitor.errors.length, await timesSaved()]).toEqual([422, 1, 1])
      for (let press = 0; press < pressesToSave; press += 1) {
        expect(visitor.valueOf(text)).toBe('Other text, which must not be lost.')
        await visitor.press(button)
      }
      expect([visitor.status, await timesSaved()]).toEqual([200, 2])
      await service.end()
    })

  test('a form keeps the entered values when the person has been signed out', async () => {
    const { service, visitor, button, typed, timesSaved } = await use()
    await service.database.writer('sign_ins').update({ ended_at: service.clock.now() })
    const entered = text ? { ...typed, [text]: 'A text worth keeping, of some length.' } : typed
    await visitor.press(button, entered)
    expect([visitor.status, await timesSaved()]).toEqual([401, 0])
    expect(onPage(visitor, entered)).toEqual(asEntered(entered))
    if (text) expect(visitor.text).toContain('A text worth keeping, of some length.')
    await service.end()
  })
}

/**
 * Tests that a form that is only a button is saved once when sent twice, and not at all after signing out.
 * @param use opens the page, with a service of its own
 */
export function behavesLikeEveryButton(use: () => Promise<ButtonInUse>): void {
  savesOnce(use)

  test('a button saves nothing when the person has been signed out', async () => {
    const { service, visitor, button, timesSaved } = await use()
    await service.database.writer('sign_ins').update({ ended_at: service.clock.now() })
    await visitor.press(button)
    expect([visitor.status, await timesSaved()]).toEqual([401, 0])
    await service.end()
  })
}

function savesOnce(use: () => Promise<ButtonInUse & { typed?: Typed }>): void {
  test('a form sent twice is saved once', async () => {
    const { service, visitor, button, typed = {}, timesSaved } = await use()
    const { address, fields } = asSent(visitor, button, typed)
    await visitor.send(address, fields)
    const first = { status: visitor.status, address: visitor.address, notices: visitor.notices }
    const other = anotherWindow(service, visitor)
    await other.send(address, fields)
    expect({ status: other.status, address: other.address, notices: other.notices }).toEqual(first)
    expect([first.status, await timesSaved()]).toEqual([200, 1])
    await service.end()
  })
}

/** The values that the page shows in fields of these names. */
const onPage = (visitor: Visitor, fields: Typed): Record<string, string[]> =>
  Object.fromEntries(Object.keys(fields).map(name => [name, filledIn(visitor.valueOf(name))]))
const asEntered = (typed: Typed): Record<string, string[]> =>
  Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, filledIn(value)]))
const filledIn = (value: Typed[string]): string[] =>
  [value].flat().flatMap(each => (each === '' || each === false || each === null ? [] : [String(each)]))

/** The data that the browser sends when the button is pressed. */
function asSent(visitor: Visitor, button: string, typed: Typed): { address: string; fields: Typed } {
  const { address, body } = pressing(visitor.$, button, typed)
  const sent = new URLSearchParams(String(body))
  return {
    address: address || visitor.address,
    fields: Object.fromEntries([...new Set(sent.keys())].map(name => [name, sent.getAll(name)])),
  }
}
