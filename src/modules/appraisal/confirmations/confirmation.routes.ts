import type { ApplicationRecord } from '../../access/access.public.ts'
import type { Request, Response } from 'express'
import type { Actor } from '../../../domain/actor.ts'
import { criteriaAskedBy } from '../../../domain/framework.ts'
import { can } from '../../../domain/permissions.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm, refusalOf, valuesIn } from '../../../web/parse-form.ts'
import { page } from '../../../web/view-engine.ts'
import { languageOf, translator } from '../../../words/words.ts'
import { offersTo } from '../../applications/applications.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { organisationOf } from '../../organisations/organisations.public.ts'
import { confirmRenewal } from './confirmation.actions.ts'
import { begunIn, confirmForm, confirmGiven, shownAtOnce } from './confirmation.forms.ts'
import { confirmPage, formToConfirm } from './confirmation.pages.ts'
import { renewalToConfirm } from './confirmation.store.ts'

/** A light renewal lies before a trustee as soon as it is checked. */
export const isToConfirm = ({ kind, status }: Pick<ApplicationRecord, 'kind' | 'status'>): boolean =>
  kind === 'renewal' && status === 'checked'

/** Whether what was sent is the confirmation of a light renewal: then it is one still when somebody was faster. */
export const isConfirmation = (application: ApplicationRecord, body: unknown): boolean =>
  isToConfirm(application) ||
  (application.kind === 'renewal' && typeof body === 'object' && body !== null && 'recommendations' in body)

/** The trustee's page at /applications/:id/decision while the case is a light renewal that waits for one. */
export const confirmHandlers = ({ db, write, clock }: Parts) => {
  const show = async (res: Response, actor: Actor, application: ApplicationRecord, form?: Form): Promise<void> => {
    const it = await renewalToConfirm(db, actor, application, res.locals.today)
    if (!it) throw new NotFound()
    const offer = (await offersTo(db, actor, application, clock.now())).find(({ move }) => move === 'confirm')
    const organisation = await organisationOf(db, application)
    const shown = form ?? formToConfirm(translator(languageOf(organisation.language)), it)
    page(
      res,
      'appraisal/confirmations/edit',
      confirmPage(res.locals.t, actor, it, { unmet: offer?.unmet ?? [], form: shown }),
    )
  }

  const confirm = async (
    req: Request<{ id: string }>,
    res: Response,
    actor: Actor,
    application: ApplicationRecord,
  ): Promise<void> => {
    const { t } = res.locals
    const framework = await frameworkVersion(db, application.frameworkVersionId)
    const typed = formOf(valuesIn(req.body))
    if (typed.values.then === 'add') return again(res, actor, application, withOneMore(typed))
    const begun = begunIn(typed)
    const { data, form } = parseForm(
      confirmForm(t, framework, criteriaAskedBy(framework, application.kind), begun),
      req.body,
    )
    let done = ''
    const refused =
      form ??
      (await refusalOf(t, req.body, async () => {
        const given = confirmGiven(data, begun)
        done = await write(actor, work =>
          claimKey(work, given.idempotencyKey, async () => {
            await confirmRenewal(work, application, given)
            return `/applications/${application.id}/decision`
          }),
        )
      }))
    if (refused) return again(res.status(422), actor, application, asksForOne(refused) ? withOneMore(refused) : refused)
    flash(res, t('decisions.confirm.done'))
    res.redirect(303, done)
  }

  /** @throws Stale when it is not there to be confirmed any more */
  const again = async (res: Response, actor: Actor, application: ApplicationRecord, form: Form): Promise<void> => {
    if (!isToConfirm(application)) throw new Stale()
    if (!can(actor, 'decision.make', application)) throw new Forbidden('decision.make')
    return show(res, actor, application, form)
  }

  return { show, confirm }
}

const withOneMore = (form: Form): Form => ({
  ...form,
  values: { ...form.values, recommendations: String(shownAtOnce(form) + 1) },
})

/** Recommendations are announced and none has a place yet. */
const asksForOne = (form: Form): boolean =>
  form.values.outcome === 'awarded with recommendations' && shownAtOnce(form) === 0
