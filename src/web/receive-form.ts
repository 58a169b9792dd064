import type { Response } from 'express'
import { z } from 'zod'
import { logOutage } from '../db/outage-log.ts'
import { isOverload } from '../db/transaction.ts'
import { Busy, FormLimited, FormRefused, Stale } from '../domain/refusals.ts'
import type { Parts } from '../parts.ts'
import type { Key, T } from '../words/words.ts'
import { fileErrors, noticeLeftOut } from './file-errors.ts'
import { flash } from './flash.ts'
import { refuseOtherPerson } from './form-key.ts'
import { needsPerson } from './gate.ts'
import type { FieldError, Form } from './form.ts'
import { claimKey, firstResultOf, saveResult, sentForm, type FormResult, type SentForm } from './idempotency.ts'
import { withFurtherError, parseForm, refusalOf, valuesIn, withError } from './parse-form.ts'
import { isScript } from './request.ts'
import type { Asks } from './routes.ts'
import { storeAll } from './store-all.ts'
import { passwordFieldName, type FormRequest, type TemplateView, type SubmitForm } from './submit-form.ts'
import { receiveFiles, type Received } from './uploads.ts'
import { page } from './view-engine.ts'
import { readFields } from './entered-text.ts'

/** A form with any subject and values. */
type AnyForm = SubmitForm<string, Asks, unknown, unknown, z.ZodType, unknown, unknown>

/** One request with a form, and the response to it. */
interface FormExchange {
  parts: Parts
  form: AnyForm
  asking: FormRequest
  res: Response
}

const onlyAButton = z.object({})

/**
 * The steps for every form, from loading its subject to the response.
 * @throws errors of `load` and `act`, except errors that the form can show
 */
export async function receiveForm(exchange: FormExchange): Promise<unknown> {
  const { form, asking, res } = exchange
  const loaded = await loadOrFirstResult(exchange)
  if ('first' in loaded) return respond(res, loaded.first)
  const { about } = loaded
  const received = await receiveFields(exchange, about)
  const schema = (await form.form?.(asking, about, valuesIn(received.body))) ?? onlyAButton
  const { data, wrong } = readEntered(asking.t, schema, received, form.files ?? {})
  const unconfirmed = await confirmPerson(exchange, about, received)
  const refused = withFurtherError(wrong, received.body, unconfirmed)
  if (refused) {
    const first = await firstResult(exchange, received)
    return first
      ? respond(res, first)
      : drawAgain(exchange, about, received, { wrong: refused, status: received.status })
  }
  noticeLeftOut(res, received.files)
  const checked = await form.check?.ask(asking, about, { data, received })
  if (checked && 'question' in checked) {
    const first = await firstResult(exchange, received)
    if (first) return respond(res, first)
    return draw(res.status(422), await redrawOf(form)(asking, about, checked.form, checked.question))
  }
  try {
    const files = (await form.make?.(asking, about, data)) ?? received.files
    const sent = sentForm(received.body, filesInHash(received))
    const entered = { data, answer: checked?.answer ?? null }
    const { first, after } = await save(exchange, { ...received, files }, sent, entered)
    await after(res).catch((problem: unknown) => logUnlessBug(exchange, problem))
    return respond(res, first)
  } catch (refusal) {
    return drawRefused(exchange, about, received, refusal)
  }
}

/**
 * Loads the form's subject or, if that fails and this form was saved before, the result of that save.
 * @throws the error of `form.load` if there is no such result, or if the form has files
 */
async function loadOrFirstResult({
  form,
  asking,
  res,
}: FormExchange): Promise<{ about: unknown } | { first: FormResult }> {
  try {
    return { about: await form.load(asking) }
  } catch (refusal) {
    if (form.files) {
      const hasFiles = await readFields(res.req, res)
      if (needsPerson(form.permission)) refuseOtherPerson(res, res.req.body)
      if (hasFiles) throw refusal
    }
    const first = await firstResultOf(asking.db, asking.actor, sentForm(res.req.body))
    if (!first) throw refusal
    return { first: sentBefore(asking.t, first) }
  }
}

async function receiveFields({ parts, form, asking, res }: FormExchange, about: unknown): Promise<Received> {
  const { files } = form
  const { req } = res
  if (!files) return { body: (req.body ?? {}) as Received['body'], files: [], problems: [], status: 422 }
  const received = await receiveFiles(req, res, parts, {
    field: files.name,
    ...(files.most && { most: files.most }),
    ...(files.limit && { limit: files.limit }),
  })
  if (needsPerson(form.permission)) refuseOtherPerson(res, received.body)
  return (await files.receive?.(asking, about, received)) ?? received
}

/** Returns the checked data, or the form with its errors. Errors about files come last, as on the page. */
function readEntered(
  t: T,
  schema: z.ZodType,
  { body, files, problems, gone = 0 }: Received,
  { name: field, only }: { name?: string; only?: readonly string[] },
): { data: unknown; wrong: Form | null } {
  const names = [...files, ...problems].map(({ name }) => name)
  // Kept files that were used or expired still count as chosen, so that the form does not ask for a file.
  const chosen = [...names, ...Array<string>(gone).fill('')]
  const { data, form } = parseForm(schema, field ? { ...body, [field]: chosen } : body)
  if (problems.length === 0) return { data, wrong: form }
  const others = (form?.errors ?? []).filter(error => error.field !== field)
  return {
    data: null,
    wrong: {
      values: valuesIn(body),
      errors: [...others, ...fileErrors(t, only ? problems.map(each => ({ ...each, only })) : problems)],
    },
  }
}

/**
 * Checks the password if the form asks for it.
 * @returns the error, or null
 */
async function confirmPerson(
  { form, asking, res }: FormExchange,
  about: unknown,
  { body }: Received,
): Promise<FieldError | null> {
  const check = asking.isConfirmed ? null : (form.confirm?.(asking, about) ?? null)
  if (!check) return null
  const typed: unknown = body[passwordFieldName]
  const refused = await refusalOf(asking.t, body, () =>
    check({ actor: asking.actor, req: res.req, res }, typeof typed === 'string' ? typed : ''),
  )
  asking.isConfirmed = refused === null
  return refused?.errors[0] ?? null
}

/**
 * The first result of a form that was already saved; null for any other form. Without this check, a form that is sent
 * again could be refused because its first sending changed the record.
 */
async function firstResult({ asking }: FormExchange, received: Received): Promise<FormResult | null> {
  if (received.problems.length > 0) return null
  const first = await firstResultOf(asking.db, asking.actor, sentForm(received.body, filesInHash(received)))
  return first && sentBefore(asking.t, first)
}

/**
 * Saves everything in one transaction: the files' rows, the idempotency key, the change, its history and its emails.
 * @returns the result, and `after`, to call once the transaction is committed
 */
async function save(
  { parts, form, asking }: FormExchange,
  received: Received,
  sent: SentForm,
  { data, answer }: { data: unknown; answer: unknown },
): Promise<{ first: FormResult; after: (res: Response) => Promise<void> }> {
  return storeAll(parts, asking.actor, received, async (work, files) => {
    const done = await claimKey(work, sent, received.body)
    if (done) return { first: sentBefore(asking.t, done), after: async () => {} }
    const about = await form.load({ ...asking, db: work.trx, actor: work.actor, at: work.at })
    await form.files?.take?.(work, received)
    const result = await form.act(work, about, { data, files, answer })
    const { address, notice = null } = form.done(asking.t, about, { data, result })
    await saveResult(work, sent, { address, notice })
    return {
      first: { address, notice },
      after: async res => void (await form.after?.(result, asking, res)),
    }
  })
}

/**
 * Logs an error of `after` that is only temporary. The page must not show this error, because the form is already
 * saved. Jobs do the rest later.
 * @throws any other error
 */
function logUnlessBug({ parts, form }: FormExchange, problem: unknown): void {
  if (logOutage(parts.log, problem, { route: form.path })) return
  if (!(problem instanceof Busy || isOverload(problem))) throw problem
  parts.log.warn({ route: form.path }, 'the database was too slow for the work after a form')
}

/** Leaves out kept files, because they no longer exist when a saved form is sent again. */
const filesInHash = ({ files, kept = [] }: Received): Received['files'] =>
  files.filter(file => !kept.some(({ id }) => id === file.id))

/**
 * Shows the form again after `act` refused it.
 * @throws the refusal, when the form cannot show it
 */
async function drawRefused(
  exchange: FormExchange,
  about: unknown,
  received: Received,
  refusal: unknown,
): Promise<void> {
  const { form, asking, res } = exchange
  if (refusal instanceof FormLimited) res.set('Retry-After', String(refusal.seconds))
  if (refusal instanceof FormRefused) {
    const status = refusal instanceof FormLimited ? 429 : 422
    return drawAgain(exchange, about, received, { wrong: refusedForm(asking.t, received, refusal, form), status })
  }
  if (!(refusal instanceof Stale) || !form.redrawStale) throw refusal
  const now = await form.load(asking)
  const entered = await withCheck(exchange, now, { values: valuesIn(received.body), errors: [] })
  draw(res.status(409), await form.redrawStale(asking, now, entered))
}

async function drawAgain(
  exchange: FormExchange,
  about: unknown,
  received: Received,
  { wrong, status }: { wrong: Form; status: number },
): Promise<void> {
  const { form, asking, res } = exchange
  if (received.retryAfter !== undefined) res.set('Retry-After', String(received.retryAfter))
  const question = form.check?.again(asking, about, wrong, received) ?? null
  draw(res.status(status), await redrawOf(form)(asking, about, await withCheck(exchange, about, wrong), question))
}

const withCheck = async ({ form, asking }: FormExchange, about: unknown, shown: Form): Promise<Form> =>
  (await form.check?.addTo?.(asking, about, shown)) ?? shown

function redrawOf(form: AnyForm): NonNullable<AnyForm['redraw']> {
  if (!form.redraw) throw new Error(`${form.path} was refused and has no page to say so`)
  return form.redraw
}

/** The form with a refusal. A message without a field is shown beside the form's file field, if it has one. */
function refusedForm(t: T, { body }: Received, refusal: FormRefused, { files }: AnyForm): Form {
  const say = t as unknown as (key: Key, params: FormRefused['params']) => string
  const field = refusal.field || (files?.name ?? '')
  return withError(body, { field, message: say(refusal.key as Key, refusal.params) })
}

const draw = (res: Response, { view, model }: TemplateView): void => page(res, view, model)

/** The result of an earlier save, with a general notice if an erasure has cleared its own. */
const sentBefore = (t: T, { address, notice }: FormResult): FormResult => ({
  address,
  notice: notice === '' ? t('form.saved_before') : notice,
})

/** Responds with JSON to the script of the page, and with a redirect to a browser. */
function respond(res: Response, { address, notice }: FormResult): void {
  if (isScript(res.req)) return void res.status(201).json({ href: address })
  if (notice !== null) flash(res, notice)
  res.redirect(303, address)
}
