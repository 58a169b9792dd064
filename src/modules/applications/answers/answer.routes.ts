import { branchesOf } from '../../organisations/organisations.public.ts'
import { findApplication } from '../../access/access.public.ts'
import type { Response } from 'express'
import type { Db } from '../../../db/connection.ts'
import { lookUpAll } from '../../../db/lookups.ts'
import { membershipsIn, type Actor } from '../../../domain/actor.ts'
import { hindranceOf } from '../../../domain/evidence-suggestions.ts'
import { isCovered } from '../../../domain/consent.ts'
import { itemByCode } from '../../../domain/framework.ts'
import { can, type ApplicationPermission } from '../../../domain/permissions.ts'
import { mayOpen, withoutUncovered } from '../../../domain/readable-evidence.ts'
import { Forbidden, NotFound, Stale } from '../../../domain/refusals.ts'
import { sinceLastYear } from '../../../domain/since-last-year.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { formOf, valueOf, valuesOf, type Form } from '../../../web/form.ts'
import { alsoWrong, parseForm, refusalOf, valuesIn, withError } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import {
  type EvidenceLine,
  cardsUsedFor,
  personalDetailsInText,
  partnershipsIn,
  usableAmong,
} from '../../evidence/evidence.public.ts'
import { frameworkVersion } from '../../frameworks/frameworks.public.ts'
import { recordView } from '../../../history/record.ts'
import { saidBefore } from '../since-last-year/since-last-year.store.ts'
import { evidenceSubjects, frozenAnswer, latestSubmission } from '../submissions/submission.store.ts'
import { attachEvidence, detachEvidence, writeAnswer } from './answer.actions.ts'
import { answerFormFor, type AnswerGiven } from './answer.forms.ts'
import { conflictPage, criterionPage, criterionRead, formOfAnswer, itemAfter, type Criterion } from './answer.pages.ts'
import { answerLookup, evidenceUsedFor, answerFactsLookup, type Answer } from './answer.store.ts'
import { likeliestFor } from '../choosing-evidence/choosing-evidence.store.ts'
import type { LastTime } from '../since-last-year/since-last-year.pages.ts'
import { saidNow } from '../since-last-year/since-last-year.store.ts'
import { frozenCriterion } from './frozen.pages.ts'
import { besideAnswer, newEvidenceFor, withTicked } from '../choosing-evidence/choosing-evidence.pages.ts'

const address = '/applications/:id/criteria/:code'

export function answerRoutes({ db, write, clock }: Parts): Route[] {
  return [
    get(address, 'application.read', async (req, res, permission) => {
      const actor = actorOf(res)
      const found = await findItem(db, actor, permission, req.params)
      if (membershipsIn(actor, found.application.organisationId).length === 0) return showFrozen(res, actor, found)
      if (can(actor, 'answer.write_item', found.application, found.item.id)) return showWriting(res, actor, found)
      page(res, 'applications/answers/read', criterionRead(res.locals.t, await withAnswer(actor, found)))
    }),

    post(address, 'answer.write', async (req, res, permission) => {
      const { t } = res.locals
      const actor = actorOf(res)
      const found = await findItem(db, actor, permission, req.params)
      if (!can(actor, 'answer.write_item', found.application, found.item.id)) throw new Forbidden('answer.write_item')
      const ticked = valuesOf(formOf(valuesIn(req.body)), 'use')
      const usable = await usableAmong(db, actor, { id: found.application.organisationId }, ticked, res.locals.today)
      const { data, form } = parseForm(answerFormFor(t, found.application.kind, found.item), req.body)
      const unknown = ticked.some(id => !usable.some(evidence => evidence.id === id))
        ? { field: 'use', message: t('answers.pick.unknown') }
        : null
      const refused = alsoWrong(form, req.body, unknown)
      if (refused !== null || data === null) return showWriting(res.status(422), actor, found, refused, usable)
      let saved = false
      const late = await refusalOf(t, req.body, async () => {
        saved = await isSaved(actor, found, data, ticked)
      })
      const beside = data.remove ? 'evidence' : 'use'
      if (late)
        return showWriting(
          res.status(422),
          actor,
          found,
          { ...late, errors: late.errors.map(({ message }) => ({ field: beside, message })) },
          usable,
        )
      if (!saved)
        return page(
          res.status(409),
          'applications/answers/conflict',
          conflictPage(
            t,
            await withAnswer(actor, await findItem(db, actor, permission, req.params)),
            withError(req.body, { field: 'version', message: '' }),
          ),
        )
      flash(
        res,
        data.remove
          ? t('answers.evidence.removed')
          : ticked.length > 0
            ? t('answers.evidence.added', { count: ticked.length })
            : t('answers.saved'),
      )
      res.redirect(303, afterwards(found, data, ticked.length > 0))
    }),
  ]

  /**
   * The form, with pieces of the shelf that could be attached: what is merely new only for a criterion that has nothing
   * yet that may be used. @param ticked those that were chosen before something was refused: they stay on the page
   */
  async function showWriting(
    res: Response,
    actor: Actor,
    found: Found,
    form: Form | null = null,
    ticked: readonly EvidenceLine[] = [],
  ): Promise<void> {
    const { application, item } = found
    const criterion = await withAnswer(actor, found)
    const hasUsable = criterion.evidence.some(line => hindranceOf(line, false, res.locals.today) === null)
    const { evidenceItems, isEmpty } = await likeliestFor(db, actor, application, item, res.locals.today, {
      most: besideAnswer,
      onlyTied: item.part !== 'criterion' || hasUsable,
    })
    const shown = form ?? formOfAnswer(criterion.answer)
    const personalDetails = await personalDetailsInText(
      db,
      actor,
      { id: application.organisationId, name: application.organisationName },
      [{ where: 'narrative', text: valueOf(shown, 'narrative') }],
    )
    page(
      res,
      'applications/answers/criterion',
      criterionPage(
        res.locals.t,
        criterion,
        { evidenceItems: withTicked(evidenceItems, ticked), isEmpty: isEmpty && criterion.evidence.length === 0 },
        shown,
        personalDetails,
      ),
    )
  }

  async function withAnswer(actor: Actor, found: Found): Promise<Criterion> {
    const { application, item } = found
    const { used, cards, answer, facts, partners } = await lookUpAll(db, {
      used: evidenceUsedFor(db, application, item.id),
      cards: cardsUsedFor(db, application.id, item.id),
      answer: answerLookup(db, application, item.id),
      partners: partnershipsIn(db, application, item.id),
      facts: application.kind === 'first' ? null : answerFactsLookup(db, application, dayOf(clock.now())),
    })
    const evidence = used
      .filter(held => mayOpen(actor, application, held))
      .flatMap(({ id }) => cards.find(card => card.id === id) ?? [])
    const today = dayOf(clock.now())
    const isCarried =
      answer !== null &&
      (facts ?? []).some(({ itemId, isCarried: taken }) => itemId === found.item.id && taken === true)
    return {
      ...found,
      answer,
      isCarried,
      partners: partners.map(partner => ({
        ...partner,
        evidence: partner.evidence.filter(held => mayOpen(actor, application, held)),
      })),
      evidence,
      withheld: used.length - evidence.length,
      today,
      isShownByPartners: partners.some(partner => partner.evidence.some(held => isCovered(held, today))),
      last: await lastTime(
        actor,
        found,
        answer,
        used.map(({ id }) => id),
      ),
    }
  }

  async function lastTime(
    actor: Actor,
    { application, item }: Found,
    answer: Answer | null,
    used: readonly string[],
  ): Promise<LastTime | null> {
    if (application.kind === 'first') return null
    const before = await saidBefore(db, application)
    if (!before) return { since: null, answer: null, titles: [] }
    const now = await saidNow(db, answer ? [answer] : [], new Map([[item.id, [...used]]]))
    const then = before.answers.find(each => each.item === item.id) ?? null
    const evidenceItems = before.evidence.filter(({ id }) => then?.evidence.includes(id))
    const held = await evidenceSubjects(
      db,
      evidenceItems.map(({ id }) => id),
    )
    const titles = evidenceItems.filter(({ id }) => mayOpen(actor, application, held.get(id))).map(({ title }) => title)
    return { answer: then, titles, since: sinceLastYear([item], before, now, dayOf(clock.now()))[0] ?? null }
  }

  async function showFrozen(res: Response, actor: Actor, found: Found): Promise<void> {
    const submission = await latestSubmission(db, found.application)
    if (!submission) throw new NotFound()
    const whole = await frozenAnswer(db, submission, found.item.id)
    const held = await evidenceSubjects(
      db,
      whole.evidence.map(({ id }) => id),
    )
    const copy = withoutUncovered(actor, found.application, whole, held)
    const { id: applicationId, organisationId } = found.application
    await write(actor, work =>
      recordView(work, { what: 'submission', entityId: submission.id, organisationId, applicationId }),
    )
    page(res, 'applications/answers/read', frozenCriterion(res.locals.t, actor, { ...found, submission, copy, held }))
  }

  /** @returns false when somebody else saved other words meanwhile */
  async function isSaved(
    actor: Actor,
    { application, item }: Found,
    data: AnswerGiven,
    ticked: readonly string[],
  ): Promise<boolean> {
    try {
      await write(actor, async work => {
        await writeAnswer(work, application, item, data)
        await attachEvidence(work, application, item, ticked)
        if (data.remove) await detachEvidence(work, application, item, data.remove)
      })
      return true
    } catch (refusal) {
      if (refusal instanceof Stale) return false
      throw refusal
    }
  }
}

/** The application, for a purpose, and one item that its kind asks. */
export async function findItem(
  db: Db,
  actor: Actor,
  permission: ApplicationPermission,
  { id, code }: { id: string; code: string },
) {
  const application = await findApplication(db, actor, permission, id)
  const framework = await frameworkVersion(db, application.frameworkVersionId)
  const item = itemByCode(framework, code)
  if (!item || !item.askedIn.includes(application.kind)) throw new NotFound()
  const branches = item.id === 'scope-declared' ? await namesInScope(db, application) : []
  return { application, framework, item, branches }
}

async function namesInScope(db: Db, { organisationId, scope }: Found['application']): Promise<string[]> {
  const branches = await branchesOf(db, { id: organisationId })
  return branches.filter(({ id }) => scope.includes(id)).map(({ name }) => name)
}

type Found = Pick<Criterion, 'application' | 'framework' | 'item' | 'branches'>

function afterwards(found: Found, { then, remove, search }: AnswerGiven, hasAttached: boolean): string {
  const { application, item } = found
  const here = `/applications/${application.id}/criteria/${item.code}`
  if (remove) return `${here}#evidence`
  if (then === 'evidence' || (then === 'enter' && search !== ''))
    return `${here}/evidence${search === '' ? '' : `?${new URLSearchParams({ search }).toString()}`}`
  if (then === 'partners') return `${here}/partners`
  if (then === 'new') return newEvidenceFor(application, item)
  const next = then === 'next' ? itemAfter(found) : null
  if (then === 'next')
    return next ? `/applications/${application.id}/criteria/${next.code}` : `/applications/${application.id}`
  return hasAttached ? `${here}#evidence` : here
}
