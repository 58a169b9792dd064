import type { Request, Response } from 'express'
import type { z } from 'zod'
import type { Db, Tx } from '../db/connection.ts'
import type { UnitOfWork } from '../db/unit-of-work.ts'
import { withoutRights, type Actor } from '../domain/actor.ts'
import type { Day, Instant } from '../domain/time.ts'
import type { Parts } from '../parts.ts'
import type { T } from '../words/words.ts'
import type { Form } from './form.ts'
import { receiveForm } from './receive-form.ts'
import { actorOrNull } from './request.ts'
import { post, upload, type Asks, type ParamsOf, type Route } from './routes.ts'
import { isConfirmed } from './sign-ins.ts'
import type { StoredFile } from './store-all.ts'
import type { Received, ReceivedFile } from './uploads.ts'
import type { Page, Views } from './views.ts'

/** The request that shows or sends a form. */
export interface FormRequest<Path extends string = string, Asked extends Asks = Asks> {
  /** the database while the form is read; the transaction while it is saved */
  db: Db | Tx
  /** the person with their current permissions; on pages without sign-in, an actor without permissions */
  actor: Actor
  permission: Asked
  params: ParamsOf<Path>
  query: Request['query']
  t: T
  today: Day
  at: Instant
  /** whether the person entered their password again recently */
  isConfirmed: boolean
}

/** The name of the field in which a form asks for the password again. `Sent.data` does not contain the password. */
export const passwordFieldName = 'password'

/**
 * Checks the password entered again. If it is correct, forms do not ask again for 15 minutes.
 * @param typed the password exactly as typed
 * @throws FormRefused on the password field; TooMany after too many attempts
 */
export type ConfirmPassword = (by: { actor: Actor; req: Request; res: Response }, typed: string) => Promise<void>

/** The values of a valid form. */
export interface Sent<Data, Answer> {
  data: Data
  /** stored files; `act` must write their rows */
  files: readonly StoredFile[]
  /** the answer to the check's question; null when it asked none */
  answer: Answer | null
}

/** A template and its view, ready to be shown. */
export interface TemplateView {
  view: keyof Views
  model: Views[keyof Views] & Page
}

/** Pairs a template with its view, to type-check them together. */
export const show = <Name extends keyof Views>(view: Name, model: Views[Name] & Page): TemplateView => ({
  view,
  model: model as TemplateView['model'],
})

/** The question of a check, and the form to show with it. */
export interface Question<Asked> {
  form: Form
  question: Asked
}

/** Checks a form before it is saved, and can ask a question. */
export interface Check<About, Data, Asked, Answer> {
  ask(
    asking: FormRequest,
    about: About,
    sent: { data: Data; received: Received },
  ): Promise<Question<Asked> | { answer: Answer | null }>
  /** Adds the errors and ticks of the check to a form that is shown again for another reason. */
  addTo?(asking: FormRequest, about: About, form: Form): Promise<Form>
  /** The question to show again when the form has other errors; null when the check had not asked one. */
  again(asking: FormRequest, about: About, form: Form, received: Received): Asked | null
}

/** The file field of a form. */
export interface FileField<About> {
  /** the field's name. It must be the last field of the form */
  name: string
  /** the maximum number of files */
  most?: number
  /** the maximum size of one file, in bytes, where it is lower than for evidence */
  limit?: number
  /** the names of the file types that the form accepts, for its error messages; missing when it accepts all types */
  only?: readonly string[]
  /** Adds the files that were kept while the form asked a question. Can refuse new files, if there are too many. */
  receive?(asking: FormRequest, about: About, received: Received): Promise<Received>
  /**
   * Marks kept files as used, because they now belong to the saved record.
   * @throws FormRefused when a kept file no longer exists
   */
  take?(work: UnitOfWork, received: Received): Promise<void>
}

/** The parts that differ between forms. */
export interface SubmitForm<
  Path extends string,
  Asked extends Asks,
  About,
  Result,
  Schema extends z.ZodType,
  Question,
  Answer,
> {
  path: Path
  permission: Asked
  /**
   * Finds the subject of the form. Runs again in the transaction, with current permissions.
   * @throws NotFound when the subject does not exist or is hidden from the person; Forbidden when they cannot use the
   * form
   */
  load(asking: FormRequest<Path, Asked>): Promise<About>
  files?: FileField<NoInfer<About>>
  /**
   * Returns the check of the password, or null. With a check, the page must show the field `passwordFieldName`, unless
   * `isConfirmed`.
   */
  confirm?(asking: FormRequest<Path, Asked>, about: NoInfer<About>): ConfirmPassword | null
  /**
   * The schema; left out for a form that is only a button.
   * @param values as entered
   */
  form?(asking: FormRequest<Path, Asked>, about: About, values: Form['values']): Schema | Promise<Schema>
  /** a check that can ask a question once before saving */
  check?: Check<NoInfer<About>, NoInfer<z.output<Schema>>, Question, Answer>
  /**
   * Makes files from the values, before the transaction.
   * @throws FormRefused when they cannot be made
   */
  make?(asking: FormRequest<Path, Asked>, about: About, data: z.output<Schema>): Promise<readonly ReceivedFile[]>
  /** Makes the change. */
  act(work: UnitOfWork, about: About, sent: Sent<z.output<Schema>, Answer>): Promise<Result>
  /** Runs after the commit, such as to delete a removed file. A job must repeat it after a temporary error. */
  after?(result: Result, asking: FormRequest<Path, Asked>, res: Response): Promise<unknown>
  /** The address of the next page, and its notice. */
  done(
    t: T,
    about: About,
    sent: { data: z.output<Schema>; result: Result },
  ): { address: string; notice?: string | null }
  /** Shows the form again with values and errors. Needed whenever the form can be refused. */
  redraw?(
    asking: FormRequest<Path, Asked>,
    about: About,
    form: Form,
    question: Question | null,
  ): TemplateView | Promise<TemplateView>
  /** Shows the form beside a newer version. Without this function, the error page is shown. */
  redrawStale?(asking: FormRequest<Path, Asked>, about: About, form: Form): TemplateView | Promise<TemplateView>
}

/** The schema of a form that is only a button. */
export type ButtonOnly = z.ZodObject<Record<never, z.ZodType>>

/** Makes a POST route for a form. Every form uses this function, except for a few whose comments say why not. */
export function submitForm<
  const Path extends string,
  const Asked extends Asks,
  About,
  Result,
  Schema extends z.ZodType = ButtonOnly,
  Question = never,
  Answer = never,
>(parts: Parts, form: SubmitForm<Path, Asked, About, Result, Schema, Question, Answer>): Route {
  const route = form.files ? upload : post
  return route(form.path, form.permission, (req, res, permission) => {
    const asking: FormRequest<Path, Asked> = formRequestOf(parts, permission, req, res)
    return receiveForm({ parts, form, asking, res })
  })
}

/** Collects what the functions of a form need from a request. */
export const formRequestOf = <const Path extends string, const Asked extends Asks>(
  parts: Pick<Parts, 'db' | 'clock'>,
  permission: Asked,
  req: Request<ParamsOf<Path>>,
  res: Response,
): FormRequest<Path, Asked> => ({
  db: parts.db,
  actor: actorOrNull(res) ?? withoutRights(''),
  permission,
  params: req.params,
  query: req.query,
  t: res.locals.t,
  today: res.locals.today,
  at: parts.clock.now(),
  isConfirmed: isConfirmed(res.locals.signIn ?? null, parts.clock.now()),
})
