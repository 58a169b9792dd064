import { branchesOf, organisationOf, teamOf } from '../../organisations/organisations.public.ts'
import { type Case, findApplication } from '../../access/access.public.ts'
import type { Response } from 'express'
import { lookUp } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { isOpen } from '../../../domain/application.ts'
import { isCovered } from '../../../domain/consent.ts'
import { dayOf } from '../../../domain/time.ts'
import { mayOpen, withoutUncovered } from '../../../domain/reading.ts'
import type { Parts } from '../../../parts.ts'
import { onceOnly } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actor } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { answerFactsOf, answersOf, evidenceUsedBy, itemsTouchedSince } from '../answers/answer.store.ts'
import { evidenceCardsOf, harmsInWords, partnershipsIn } from '../../evidence/evidence.public.ts'
import { frameworkVersion, roundTaking } from '../../frameworks/frameworks.public.ts'
import { recordLook } from '../../../history/record.ts'
import { recommendationsAround } from '../recommendations/recommendation.store.ts'
import { frozenPage } from './frozen-copy.pages.ts'
import { handIn } from './submission.actions.ts'
import { handInForm, handInOnePageForm } from './submission.forms.ts'
import { isWrittenOnOnePage } from './renewal-check.pages.ts'
import { checkAnswers, missingLinks, receiptPage, type ToCheck } from './submission.pages.ts'
import { evidenceHeld, findSubmission, frozenCopy, submissionsOf } from './submission.store.ts'

export function submissionRoutes({ db, write, clock }: Parts): Route[] {
  return [
    get('/applications/:id/submission', 'application.read', async (req, res, permission) => {
      const who = actor(res)
      const application = await findApplication(db, who, permission, req.params.id)
      const isLibrary = membershipsIn(who, application.organisationId).length > 0
      if (isLibrary && isOpen(application))
        return page(
          res,
          'applications/submissions/check',
          checkAnswers(res.locals.t, who, await toCheck(who, application)),
        )
      await showLatest(res, application, isLibrary)
    }),

    post('/applications/:id/submission', 'application.submit', async (req, res, permission) => {
      const { t } = res.locals
      const who = actor(res)
      const application = await findApplication(db, who, permission, req.params.id)
      const onOnePage = isWrittenOnOnePage(application)
      const { data, form } = parseForm(onOnePage ? handInOnePageForm(t) : handInForm(t), req.body)
      const asIs = isOpen(application) ? await toCheck(who, application) : null
      if (asIs && (form || missingLinks(t, asIs).length > 0 || !asIs.roundIsOpen))
        return page(res.status(422), 'applications/submissions/check', checkAnswers(t, who, asIs, form ?? undefined))
      const done = await write(who, work =>
        onceOnly(work, data?.formId ?? '', () => handIn(work, application.id, !onOnePage)),
      )
      res.redirect(303, done)
    }),

    get('/applications/:id/submissions/:n', 'submission.read', async (req, res, permission) => {
      const who = actor(res)
      const application = await findApplication(db, who, permission, req.params.id)
      const submission = await findSubmission(db, application, req.params.n)
      const whole = await frozenCopy(db, submission)
      const held = await evidenceHeld(
        db,
        whole.evidence.map(({ id }) => id),
      )
      const copy = withoutUncovered(who, application, whole, held)
      if (membershipsIn(who, application.organisationId).length === 0) {
        const look = {
          what: 'submission',
          thingId: submission.id,
          organisationId: application.organisationId,
          applicationId: application.id,
        } as const
        await write(who, work => recordLook(work, look))
      }
      page(
        res,
        'applications/submissions/show',
        frozenPage(res.locals.t, who, {
          application,
          framework: await frameworkVersion(db, application.frameworkVersionId),
          submission,
          copy,
          held,
        }),
      )
    }),
  ]

  async function showLatest(res: Response, application: Case, isLibrary: boolean): Promise<void> {
    const { t } = res.locals
    const all = await submissionsOf(db, application)
    const submission = all.at(-1)
    const back = { text: t('submissions.receipt.back'), href: `/applications/${application.id}` }
    if (!submission) return page(res, 'applications/submissions/none', { title: t('submissions.none.title'), back })
    if (!isLibrary) return res.redirect(303, `/applications/${application.id}/submissions/${submission.number}`)
    page(
      res,
      'applications/submissions/receipt',
      receiptPage(t, {
        application,
        framework: await frameworkVersion(db, application.frameworkVersionId),
        submission,
        copy: await frozenCopy(db, submission),
        all,
      }),
    )
  }

  async function toCheck(who: Actor, application: Case): Promise<ToCheck> {
    const organisation = await organisationOf(db, application)
    const used = await evidenceUsedBy(db, application)
    const ids = [...new Set([...used.values()].flat())]
    const held = await evidenceHeld(db, ids)
    const titleOf = new Map(
      (
        await evidenceCardsOf(
          db,
          ids.filter(id => mayOpen(who, application, held.get(id))),
        )
      ).map(({ id, title }) => [id, title]),
    )
    const touched =
      application.status === 'more evidence asked'
        ? await itemsTouchedSince(db, application, application.statusSince, dayOf(clock.now()))
        : new Set<string>()
    const team = await teamOf(db, organisation)
    const answers = await answersOf(db, application)
    return {
      application,
      framework: await frameworkVersion(db, application.frameworkVersionId),
      answers,
      found: await harmsInWords(db, who, organisation, [
        { where: 'summary', text: application.summary ?? '' },
        ...answers.map(({ itemId, narrative }) => ({ where: itemId, text: narrative })),
      ]),
      facts: await answerFactsOf(db, application, dayOf(clock.now())),
      recommendations: (await recommendationsAround(db, application)).filter(
        ({ applicationId }) => applicationId !== application.id,
      ),
      used,
      titles: new Map(
        [...used].map(([item, pieces]) => [
          item,
          pieces.map(id => titleOf.get(id)).filter(title => title !== undefined),
        ]),
      ),
      branches: (await branchesOf(db, organisation))
        .filter(({ id }) => application.scope.includes(id))
        .map(({ name }) => name),
      contacts: {
        leads: team.filter(({ role, isActive }) => role === 'lead' && isActive),
        mailbox: organisation.roleMailbox,
      },
      withoutConsent: [...used]
        .filter(([, pieces]) => pieces.some(id => held.has(id) && !isCovered(held.get(id)!, who.today)))
        .map(([item]) => item),
      partners: await lookUp(db, partnershipsIn(db, application)),
      untouched: application.criteriaAsked.filter(id => !touched.has(id)),
      roundIsOpen:
        application.kind !== 'first' || application.status !== 'draft' || (await roundTaking(db, clock.now())) !== null,
    }
  }
}
