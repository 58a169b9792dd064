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
import type { StoredFile } from './store-all.ts'
import type { Received, ReceivedFile } from './uploads.ts'
import type { Page, Views } from './views.ts'

/** What a form may ask of its request. */
export interface Asking<Path extends string = string, Asked extends Asks = Asks> {
  /** for reading: the database before the form is read, and the transaction when it is done */
  db: Db | Tx
  /** with the rights of that moment; on pages for people who are not signed in, somebody without any */
  actor: Actor
  permission: Asked
  params: ParamsOf<Path>
  query: Request['query']
  t: T
  today: Day
  at: Instant
}

/** What was sent, once nothing is wrong with it. */
export interface Sent<Data, Answer> {
  data: Data
  /** each has its bytes on disk; the action writes their rows */
  files: readonly StoredFile[]
  /** to what the check asked; null when it had nothing to ask */
  answer: Answer | null
}

/** A page and its view. */
export interface Drawn {
  view: keyof Views
  model: Views[keyof Views] & Page
}

/** Names a template with its view, so that the two are checked together. */
export const show = <Name extends keyof Views>(view: Name, model: Views[Name] & Page): Drawn => ({
  view,
  model: model as Drawn['model'],
})

/** The question of a check, and the form as it is asked with it. */
export interface Question<Asked> {
  form: Form
  question: Asked
}

/** Reads what a form looks like before it may be saved, and asks about it. */
export interface Check<About, Data, Asked, Answer> {
  ask(
    asking: Asking,
    about: About,
    sent: { data: Data; received: Received },
  ): Promise<Question<Asked> | { answer: Answer | null }>
  /** Draws again what was asked, on a form that is refused for another reason. */
  again(asking: Asking, about: About, form: Form, received: Received): Asked | null
}

/** How a form takes files. */
export interface FileField<About> {
  /** the name of the field; forms put it last */
  name: string
  /** how many at once */
  most?: number
  /** Adds to what came the files that wait since a question was asked, or refuses what is too much. */
  receive?(asking: Asking, about: About, received: Received): Promise<Received>
  /** Takes over the files that waited. @throws FormRefused when one is gone */
  take?(work: UnitOfWork, received: Received): Promise<void>
}

/** What differs between forms. The steps and their order are the same for all: see `receiveForm`. */
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
   * Finds what the form is about, through the person. It runs before the form is read and again in the transaction,
   * with the rights of that moment. @throws NotFound, Forbidden
   */
  load(asking: Asking<Path, Asked>): Promise<About>
  files?: FileField<NoInfer<About>>
  /** what may be entered; left out for a form that is only a button. @param values as they were entered */
  form?(asking: Asking<Path, Asked>, about: About, values: Form['values']): Schema | Promise<Schema>
  /** asks once before saving */
  check?: Check<NoInfer<About>, NoInfer<z.output<Schema>>, Question, Answer>
  /** makes files from what was entered, before the transaction. @throws FormRefused when they cannot be made */
  make?(asking: Asking<Path, Asked>, about: About, data: z.output<Schema>): Promise<readonly ReceivedFile[]>
  /** makes the change */
  act(work: UnitOfWork, about: About, sent: Sent<z.output<Schema>, Answer>): Promise<Result>
  /** after the commit: what is not in the database, such as the bytes of a removed file */
  after?(result: Result, asking: Asking<Path, Asked>, res: Response): Promise<unknown>
  /** where the person is taken, and the notice there */
  done(
    t: T,
    about: About,
    sent: { data: z.output<Schema>; result: Result },
  ): { address: string; notice?: string | null }
  /** draws the form again with what was entered and what is wrong with it; left out for a form that is only a button */
  redraw?(asking: Asking<Path, Asked>, about: About, form: Form, question: Question | null): Drawn | Promise<Drawn>
  /** draws the form beside the newer version, when someone else changed it first; by default: the refusal page */
  redrawStale?(asking: Asking<Path, Asked>, about: About, form: Form): Drawn | Promise<Drawn>
}

/** The fields of a form that is only a button. */
export type Nothing = z.ZodObject<Record<never, z.ZodType>>

/**
 * Receives a form. Every POST route of a page is made by it.
 * @returns the route
 */
export function submitForm<
  const Path extends string,
  const Asked extends Asks,
  About,
  Result,
  Schema extends z.ZodType = Nothing,
  Question = never,
  Answer = never,
>(parts: Parts, form: SubmitForm<Path, Asked, About, Result, Schema, Question, Answer>): Route {
  const route = form.files ? upload : post
  return route(form.path, form.permission, (req, res, permission) => {
    const asking: Asking<Path, Asked> = {
      db: parts.db,
      actor: actorOrNull(res) ?? withoutRights(''),
      permission,
      params: req.params,
      query: req.query,
      t: res.locals.t,
      today: res.locals.today,
      at: parts.clock.now(),
    }
    return receiveForm(parts, form, asking, req, res)
  })
}
