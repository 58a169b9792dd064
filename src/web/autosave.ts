import { createHmac } from 'node:crypto'
import type { Request } from 'express'
import { z } from 'zod'
import { newId } from '../db/ids.ts'
import type { Db, Tx } from '../db/connection.ts'
import type { Actor } from '../domain/actor.ts'
import { Forbidden, NotOpen, Stale } from '../domain/refusals.ts'
import { dayOf, type Day, type Instant } from '../domain/time.ts'
import type { Parts } from '../parts.ts'
import { dayAndTime, timeOfDay } from '../words/format.ts'
import type { T } from '../words/words.ts'
import { assetAddress } from './assets.ts'
import { TooLarge } from './body-refusals.ts'
import { OpenedByOther } from './form-key.ts'
import { valueOf, type Form } from './form.ts'
import { limitInMemory } from './limits.ts'
import { valuesIn } from './parse-form.ts'
import { post, type Asks, type Route } from './routes.ts'
import { formRequestOf, submitForm, type FormRequest, type SubmitForm } from './submit-form.ts'
import {
  deleteWorkingCopy,
  isFromOtherWindow,
  refuseOtherWindow,
  saveWorkingCopy,
  type SentFrom,
  type WorkingCopy,
} from './working-copies.ts'

/** The properties of a form with a working copy, in addition to those of `SubmitForm`. */
export interface Autosaved<About, Path extends string = string> {
  /** the names of the fields whose text is kept; a function when they depend on the form's subject or sent values */
  fields: readonly string[] | ((about: About, sent: Form['values']) => readonly string[])
  /** the address of the form, without a query string */
  address(about: About): string
  /** the record that the form changes, as it is now */
  record(db: Db | Tx, asking: FormRequest, about: About): Promise<RecordNow>
  /** lets people who can no longer save the form discard their copy */
  discard?: { permission: Asks; load(asking: FormRequest<Path>): Promise<About> }
}

export interface RecordNow {
  /** in the format of the form's field `version` */
  version: number | string
  /**
   * a sentence that says who else is typing in this form now; '' for nobody. Null for a record that only one person
   * changes: a change to an outdated version of it is refused
   */
  editing: string | null
}

/** The maximum length of one working copy as JSON, in characters. The longest form, a proposal, has about 25,000. */
export const mostKept = 60_000
/** Counted for each person. The script saves at most every 2 seconds, so one window never reaches the limit. */
const savesAMinute = { name: 'working copy', most: 60, seconds: 60 }

/** The fields of `autosavePart`, for the schema of an autosaved form. */
export const sentFromFields = () => ({ workingPerson: key(20), workingPage: key(20), workingCopy: key(24) })
const key = (most: number) =>
  z
    .unknown()
    .optional()
    .transform(value => (typeof value === 'string' && value.length <= most ? value : ''))

/** The hidden values of `autosavePart`, as parsed from a sent form. */
export type SentFromData = z.output<z.ZodObject<ReturnType<typeof sentFromFields>>>

/** @throws OpenedByOther when a different person has signed in with this browser since the page was opened */
function refuseOtherPerson({ workingPerson }: SentFromData, { id, name }: Actor): void {
  if (workingPerson !== '' && workingPerson !== id) throw new OpenedByOther(name)
}

const sentFrom = ({ workingPage, workingCopy }: SentFromData): SentFrom => ({ page: workingPage, copy: workingCopy })

/**
 * Creates the routes of a form whose text is saved while a person types. Saving the form deletes the working copy.
 * @returns the POST routes `path`, `path/working-copy` and, to discard the copy, `path/working-copy/removal`
 */
export function autosavedForm<
  const Path extends string,
  const Asked extends Asks,
  About,
  Result,
  Schema extends z.ZodType<SentFromData>,
  Question = never,
  Answer = never,
>(
  parts: Parts,
  form: SubmitForm<Path, Asked, About, Result, Schema, Question, Answer>,
  kept: Autosaved<NoInfer<About>, NoInfer<Path>>,
): Route[] {
  const load = (asking: FormRequest) => form.load(asking as unknown as FormRequest<Path, Asked>)
  const loadToDiscard = (asking: FormRequest) =>
    kept.discard ? kept.discard.load(asking as unknown as FormRequest<Path>) : load(asking)
  // Counts in memory, so that the limit needs no SQL statement each time that text is saved.
  const countOne = limitInMemory(savesAMinute)
  return [
    submitForm<Path, Asked, About, Result, Schema, Question, Answer>(parts, {
      ...form,
      act: async (work, about, sent) => {
        refuseOtherPerson(sent.data, work.actor)
        await refuseOtherWindow(work.trx, work.actor, kept.address(about), sentFrom(sent.data))
        const result = await form.act(work, about, sent)
        await deleteWorkingCopy(work.trx, work.actor, kept.address(about))
        return result
      },
    }),

    // Does not use submitForm, because a working copy has no idempotency key.
    post(`${form.path}/working-copy`, form.permission, async (req, res) => {
      const asking = formRequestOf(parts, form.permission, req, res)
      refuseOtherPerson(senderIn(req), asking.actor)
      countOne(asking.actor.id, asking.at)
      const about = await loadToKeep(load, asking)
      const body = valuesIn(req.body ?? {})
      const fields = typeof kept.fields === 'function' ? kept.fields(about, body) : kept.fields
      const sent = sentCopy(req, body, fields)
      const record = await kept.record(parts.db, asking, about)
      res.json(await saveCopy(parts, asking, { record, address: kept.address(about), sent }))
    }),

    submitForm(parts, {
      path: `${form.path}/working-copy/removal` as string,
      permission: kept.discard?.permission ?? form.permission,
      load: loadToDiscard,
      act: (work, about) => deleteWorkingCopy(work.trx, work.actor, kept.address(about)),
      done: (t, about) => ({ address: kept.address(about), notice: t('autosave.discarded') }),
    }),
  ]
}

/** @throws Forbidden instead of NotOpen, because the script reads the status 409 as a newer copy in another window */
async function loadToKeep<About>(load: (asking: FormRequest) => Promise<About>, asking: FormRequest): Promise<About> {
  try {
    return await load(asking)
  } catch (refusal) {
    throw refusal instanceof NotOpen ? new Forbidden(asking.permission) : refusal
  }
}

interface SentCopy {
  values: Form['values']
  basedOn: string
  from: SentFrom
}

const senderIn = (req: Request): SentFromData => z.object(sentFromFields()).parse(req.body ?? {})

/**
 * The text of these fields in a request, the version that it is based on, and the page that sent it.
 * @throws TooLarge when the text is longer than `mostKept`
 */
function sentCopy(req: Request, body: Form['values'], fields: readonly string[]): SentCopy {
  const values = Object.fromEntries(Object.entries(body).filter(([name]) => fields.includes(name)))
  if (JSON.stringify(values).length > mostKept) throw new TooLarge()
  return { values, basedOn: typeof body['version'] === 'string' ? body['version'] : '', from: sentFrom(senderIn(req)) }
}

/** The data that the script gets after saving. */
interface KeptText {
  savedAt: Instant
  /**
   * a sentence that says when the text was saved, and whether someone else has saved the record since the page was
   * opened
   */
  text: string
  /** who else is typing in this form now; '' for nobody */
  editing: string
}

/**
 * @throws Stale when another window saved a copy that this page does not show, or when the record has changed and
 * `editing` is null
 */
async function saveCopy(
  { write }: Parts,
  { actor, t }: FormRequest,
  { record, address, sent }: { record: RecordNow; address: string; sent: SentCopy },
): Promise<KeptText> {
  const { editing } = record
  const isStale = String(record.version) !== sent.basedOn
  if (isStale && editing === null) throw new Stale()
  return write(actor, async ({ trx, at }) => {
    await saveWorkingCopy(trx, actor, { address, ...sent, at })
    const time = timeOfDay(t, at)
    return {
      savedAt: at,
      text: t(isStale ? 'autosave.saved_stale' : 'autosave.saved', { time }),
      editing: editing ?? '',
    }
  })
}

export interface AutosaveOptions {
  /**
   * the names of others who are typing in this form now, as a sentence; '' for nobody; null when only one person uses
   * the form
   */
  editing?: string | null
}

/**
 * The part of a page for an autosaved form. Its template must be inside the form.
 * @param shown the time at which the working copy on the page was saved; '' when the page shows none
 */
export const autosavePart = (t: T, personId: string, shown: string, { editing = null }: AutosaveOptions = {}) => ({
  person: { name: 'workingPerson', value: personId },
  page: { name: 'workingPage', value: newId() },
  copy: { name: 'workingCopy', value: shown },
  words: JSON.stringify({
    here: t('autosave.here'),
    signedOut: t('autosave.signed_out'),
    otherPerson: t('autosave.other_person'),
    elsewhere: t(editing === null ? 'autosave.elsewhere' : 'autosave.elsewhere.shared'),
    tooLong: t('autosave.too_long'),
    refused: t('autosave.refused'),
    notKept: t('autosave.not_kept'),
    back: t('autosave.back'),
    noRoom: t('autosave.no_room'),
  }),
  editing,
  script: assetAddress('autosave.js'),
})

/** The identity of the page that sent a form, read from the form's values. */
export const senderOf = (form: Form): SentFrom => ({
  page: valueOf(form, 'workingPage'),
  copy: valueOf(form, 'workingCopy'),
})

/**
 * The working copy's time, for `autosavePart`: when this window saved its copy or, if the copy is from another window
 * or there is none, the time that the form contains.
 */
export function workingCopyTime(form: Form, copy: WorkingCopy | null): string {
  const from = senderOf(form)
  return copy && !isFromOtherWindow(copy, from) ? copy.savedAt : from.copy
}

/** The notice above a form that shows a working copy, with the button that discards it. */
export const keptNotice = (t: T, address: string, { savedAt }: WorkingCopy, today: Day) => ({
  text: t('autosave.kept', { when: dayOf(savedAt) === today ? timeOfDay(t, savedAt) : dayAndTime(t, savedAt) }),
  discard: { action: `${address}/working-copy/removal`, text: t('autosave.discard'), kind: 'link' as const },
})

/**
 * The key with which the browser encrypts text that it could not send. Only the same person gets the same key again.
 * @param secret the session secret; once it changes, text encrypted before then cannot be decrypted
 * @returns 32 bytes, base64
 */
export const browserKey = (secret: string, personId: string): string =>
  createHmac('sha256', secret).update(`text kept in the browser\n${personId}`).digest('base64')
