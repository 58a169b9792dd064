import type { Db, Tx } from '../../../db/connection.ts'
import { runLookups } from '../../../db/lookups.ts'
import type { Actor } from '../../../domain/actor.ts'
import { correctedFacts, type RecordedFacts } from '../../../domain/award-correction.ts'
import type { AwardPermission } from '../../../domain/permissions.ts'
import { DecidedAlready, Forbidden, NotFound } from '../../../domain/refusals.ts'
import { dayOf, type Instant } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { formOf } from '../../../web/form.ts'
import { valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { show, submitForm } from '../../../web/submit-form.ts'
import { page } from '../../../web/view-engine.ts'
import {
  areEmailsStartedLookup,
  branchesIn,
  branchesTakenBesideAwardLookup,
  openOn,
  organisationWith,
} from '../../organisations/organisations.public.ts'
import { changesWith, findAward } from '../awards/award.store.ts'
import { replayed } from '../correction-preview/correction-preview.store.ts'
import { hasLostRenewal } from '../correction-preview/submitted-renewal.store.ts'
import { leadCountLookup } from '../lifecycle/lifecycle.store.ts'
import { latestTerm } from '../terms/term.store.ts'
import { answerTheCorrection, correctAward, mayAnswerCorrection, removeAward } from './correction.actions.ts'
import { answerForm, correctForm, hashOfFacts, removeForm } from './correction.forms.ts'
import {
  answerPage,
  correctionPage,
  removalPage,
  staleCorrection,
  type AboutAnswer,
  type AboutCorrection,
  type Preview,
} from './correction.pages.ts'
import { correctionsOf, recordedFactsFrom, recordedFactsLookups, waitingAmong } from './correction.store.ts'

/** Coordinators correct awards that were made before this service, and trustees confirm the corrections. */
export const correctionRoutes = (parts: Parts): Route[] => [
  get('/awards/:id/correction', 'award.correct', async (req, res, permission) => {
    const about = await loadCorrection(parts.db, {
      actor: actorOf(res),
      permission,
      id: req.params.id,
      at: parts.clock.now(),
    })
    page(res, 'awards/corrections/edit', correctionPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/awards/:id/correction',
    permission: 'award.correct',
    load: ({ db, actor, permission, params, at }) => loadCorrection(db, { actor, permission, id: params.id, at }),
    form: ({ t, today }, about) => correctForm(t, today, about),
    check: {
      // Asks for confirmation with a preview of the effects, and asks again if the facts have changed since the
      // preview.
      ask: async ({ db, t, at }, about, { data, received }) => {
        const isStale = data.seen !== hashOfFacts(about.said)
        if (data.shown === hashOfFacts(data) && !isStale) return { answer: null }
        const preview = await previewOf(db, about, data, at)
        const form = formOf({ ...valuesIn(received.body), shown: preview.shown })
        return { form: isStale ? staleCorrection(t, form) : form, question: preview }
      },
      again: () => null,
    },
    act: (work, { award }, { data }) => correctAward(work, award, data),
    done: (t, { award }, { result: isMade }) => ({
      address: `/awards/${award.id}`,
      notice: t(isMade ? 'awards.correct.done' : 'awards.correct.proposed.done'),
    }),
    redraw: ({ t }, about, form, preview: Preview | null) =>
      show('awards/corrections/edit', correctionPage(t, about, form, preview)),
    redrawStale: ({ t }, about, form) =>
      show('awards/corrections/edit', correctionPage(t, about, staleCorrection(t, form))),
  }),

  get('/awards/:id/removal', 'award.correct', async (req, res, permission) => {
    const about = await loadCorrection(parts.db, {
      actor: actorOf(res),
      permission,
      id: req.params.id,
      at: parts.clock.now(),
    })
    page(res, 'awards/corrections/remove', removalPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/awards/:id/removal',
    permission: 'award.correct',
    load: ({ db, actor, permission, params, at }) => loadCorrection(db, { actor, permission, id: params.id, at }),
    form: ({ t }) => removeForm(t),
    act: (work, { award }, { data }) => removeAward(work, award, data.reason),
    done: (t, { award }, { result: isMade }) => ({
      address: `/awards/${award.id}`,
      notice: t(isMade ? 'awards.remove.done' : 'awards.correct.proposed.done'),
    }),
    redraw: ({ t }, about, form) => show('awards/corrections/remove', removalPage(t, about, form)),
  }),

  get('/awards/:id/correction/answer', 'award.confirm_correction', async (req, res) => {
    const about = await loadAnswer(parts.db, { actor: actorOf(res), id: req.params.id, at: parts.clock.now() })
    page(res, 'awards/corrections/answer', answerPage(res.locals.t, about))
  }),

  submitForm(parts, {
    path: '/awards/:id/correction/answer',
    permission: 'award.confirm_correction',
    load: ({ db, actor, params, at }) => loadAnswer(db, { actor, id: params.id, at }),
    form: ({ t }) => answerForm(t),
    act: (work, { about: { award } }, { data: { correction, answer, reason } }) =>
      answerTheCorrection(work, award, { correctionId: correction, isConfirmed: answer === 'confirm', reason }),
    done: (t, { about: { award } }, { data }) => ({
      address: `/awards/${award.id}`,
      notice: t(data.answer === 'confirm' ? 'awards.correct.answer.done' : 'awards.correct.answer.declined'),
    }),
    redraw: ({ t }, about, form) => show('awards/corrections/answer', answerPage(t, about, form)),
  }),
]

interface Loading {
  actor: Actor
  permission: AwardPermission
  id: string
  at: Instant
}

/** @throws as `findAward` does; Forbidden for an award made in this service; NotFound for a removed award */
async function loadCorrection(db: Db | Tx, { actor, permission, id, at }: Loading): Promise<AboutCorrection> {
  const award = await findAward(db, actor, permission, id)
  if (award.removedAt !== null) throw new NotFound()
  const organisation = { id: award.organisationId }
  const { branches, ...found } = await runLookups(db, {
    ...recordedFactsLookups(db, award),
    branches: branchesIn(db, organisation.id),
    taken: branchesTakenBesideAwardLookup(db, award),
    changes: changesWith(db, award.id),
    leads: leadCountLookup(db, organisation.id),
    organisation: organisationWith(db, organisation.id),
    areEmailsOn: areEmailsStartedLookup(db, organisation.id),
  })
  const said = recordedFactsFrom(award, found)
  const today = dayOf(at)
  const open = new Set(openOn(branches, today).map(branch => branch.id))
  return {
    award,
    said,
    branches: branches.filter(branch => open.has(branch.id) || said.scope.includes(branch.id)),
    taken: found.taken,
    changes: found.changes,
    hasLostRenewal: await hasLostRenewal(db, award, today),
    today,
    renewalOpensDays: latestTerm(award, found.terms).settings.renewalOpensDays,
    leads: found.leads,
    hasMailbox: found.organisation.roleMailbox !== null,
    areEmailsOn: found.areEmailsOn,
  }
}

async function previewOf(
  db: Db | Tx,
  { award, said }: AboutCorrection,
  says: RecordedFacts,
  at: Instant,
): Promise<Preview> {
  return { says, after: await replayed(db, award, { said, says }, at), shown: hashOfFacts(says) }
}

/**
 * @throws as `loadCorrection` does
 * @throws DecidedAlready when a trustee has answered
 * @throws NotFound when no correction is waiting
 * @throws Forbidden for the person who proposed it
 */
async function loadAnswer(db: Db | Tx, { actor, id, at }: Omit<Loading, 'permission'>): Promise<AboutAnswer> {
  const about = await loadCorrection(db, { actor, permission: 'award.confirm_correction', id, at })
  const corrections = await correctionsOf(db, about.award)
  const [latest] = corrections
  if (latest?.answeredByName && latest.answeredAt) throw new DecidedAlready(latest.answeredByName, latest.answeredAt)
  const correction = waitingAmong(corrections)
  if (!correction) throw new NotFound()
  if (!mayAnswerCorrection(actor, about.award, correction)) throw new Forbidden('award.confirm_correction')
  const says = correction.says && correctedFacts(about.said, { before: correction.said, after: correction.says })
  return { about, correction, preview: says && (await previewOf(db, about, says, at)) }
}
