import { looksLikeId } from '../../db/ids.ts'
import { harmsIn } from '../../domain/harm.ts'
import type { HarmAt } from '../../domain/harm.ts'
import type { Form } from '../../web/form.ts'
import { valueOf, valuesOf } from '../../web/form.ts'
import { valuesIn } from '../../web/parse-form.ts'
import type { T } from '../../words/words.ts'
import type { HarmChoice } from './harm.store.ts'

export const harmReasonMost = 500
const mostHeld = 40

/** What was typed, each text by the field it stands in; the names of files by `file-` and their ids, and their properties by these with their own names. */
export interface Place { where: string; text: string }

/** Pointed out; and what was answered, or the form to ask with. */
export type Harm = { found: readonly HarmAt[] } & ({ ask: Form; answer: null } | { ask: null; answer: { choice: HarmChoice; reason: string } | null })

/**
 * Looks for what could lead to somebody, and reads what was answered about it. Nothing found is no question.
 * @param body as it was posted: `harm` is keep, restrict or out, and `harmReason` why it stays
 */
export function readHarm(t: T, body: unknown, places: readonly Place[], known: readonly string[]): Harm {
  const found = harmsIn(places, known)
  if (found.length === 0) return { found, ask: null, answer: null }
  const form = { values: valuesIn(body), errors: [] }
  const [choice, reason] = [valueOf(form, 'harm'), valueOf(form, 'harmReason').trim()]
  const ask = (...errors: Form['errors']): Harm => ({ found, ask: { ...form, errors }, answer: null })
  if (choice === 'restrict') return { found, ask: null, answer: { choice, reason: '' } }
  if (choice === 'keep') {
    if (reason === '') return ask({ field: 'harmReason', message: t('harm.reason.missing') })
    if (reason.length > harmReasonMost) return ask({ field: 'harmReason', message: t('harm.reason.long', { most: harmReasonMost }) })
    return { found, ask: null, answer: { choice, reason } }
  }
  if (choice === 'out') return ask({ field: 'harm', message: t('harm.still_there') })
  return valueOf(form, 'harmAsked') === '' ? ask() : ask({ field: 'harm', message: t('harm.choose') })
}

/** The files that the form says it still holds: those that are ticked. */
export const heldIn = (body: unknown): string[] => [...new Set(valuesOf({ values: valuesIn(body), errors: [] }, 'held'))].filter(looksLikeId).slice(0, mostHeld)

/** What somebody called a file that is held; empty when they left its name alone. */
export const nameGiven = (body: unknown, id: string): string => valueOf({ values: valuesIn(body), errors: [] }, `name-${id}`)
