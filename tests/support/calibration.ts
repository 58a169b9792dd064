import { expect } from '@jest/globals'
import { newId } from '../../src/db/ids.ts'
import type { PanelWorld } from './panel.ts'

export const codes = ['L1', 'L2', 'L3']
export const text = (code: string) =>
  `A town service lets people join with a first name. This is its answer on ${code}.`
export const panelText = (code: string) => `The panel saw this at every branch. This is its reason on ${code}.`

/**
 * The steps from an application to a published calibration case: decided, agreed, prepared, edited, published. Each
 * function first takes the steps before its own.
 * @param here returns the world of the test
 */
export function calibrating(here: () => PanelWorld) {
  const itemId = (code: string): string => here().criteria.find(each => each.code === code)!.id

  /** Decides the application, with agreed findings, and releases its decision letter. */
  async function decided(): Promise<void> {
    const { service, application, coordinator, trustee, db, seated } = here()
    const at = service.clock.now()
    await seated()
    await db()('applications')
      .where({ id: application.id })
      .update({ status: 'decided', decision_letter_released_at: at })
    const id = newId()
    await db()('decisions').insert({
      id,
      application_id: application.id,
      outcome: 'awarded',
      decision_letter: 'Well done.',
      decided_by: trustee.id,
      decided_at: at,
      released_at: at,
      released_by: coordinator.id,
      letter_released: 'Well done.',
    } as never)
    await db()('decision_findings').insert(
      codes.map(code => ({
        decision_id: id,
        item_id: itemId(code),
        judgement: 'partly met',
        reason: `Ashcombe does this at Millbrook (${code}).`,
      })),
    )
  }

  async function agreed(): Promise<void> {
    await decided()
    const marian = await here().as(here().lead, here().at())
    await marian.follow('Let appraisers practise on this application')
    await marian.press('Agree', { agree: 'yes' })
  }

  async function prepared(): Promise<void> {
    await agreed()
    const joan = await here().as(here().coordinator, here().at('/calibration'))
    await joan.press('Copy these answers', { criteria: codes.map(itemId) })
  }

  async function edited(): Promise<void> {
    await prepared()
    const joan = await here().as(here().coordinator)
    for (const code of codes) {
      await joan.open(here().at(`/calibration/criteria/${code}`))
      await joan.press('Save text', { answer: text(code), panelReason: panelText(code) })
    }
  }

  async function published(): Promise<void> {
    await edited()
    const joan = await here().as(here().coordinator, here().at('/calibration/publication'))
    await joan.press('Publish case', { read: 'yes' })
    expect(joan.notices).toEqual(['The case has been published.'])
  }

  return { itemId, decided, agreed, prepared, edited, published }
}
