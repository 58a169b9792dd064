import type { UnitOfWork } from '../../../db/unit-of-work.ts'
import type { Response } from 'express'
import type { Actor } from '../../../domain/actor.ts'
import type { AwardMove } from '../../../domain/award.ts'
import type { AwardPermission } from '../../../domain/permissions.ts'
import { MoveRefused } from '../../../domain/refusals.ts'
import type { Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { claimKey } from '../../../web/form-ids.ts'
import { parseForm } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import type { T } from '../../../words/words.ts'
import { lapsesAfter } from '../lifecycle/facts.store.ts'
import { askForFull } from '../awards/award.actions.ts'
import { endingForm, extensionForm, reasonForm } from '../awards/award.forms.ts'
import { awardMovePage, type MoveByHand } from './move.pages.ts'
import { awardOffersTo, moveAward, type AwardGiven } from '../lifecycle/lifecycle.actions.ts'
import { findAward, type NamedAward } from '../awards/award.store.ts'

const permissionOf = {
  openRenewal: 'award.open_renewal',
  extend: 'award.extend',
  fullNext: 'award.ask_full',
  suspend: 'award.suspend',
  restore: 'award.restore',
  end: 'award.end',
} as const satisfies Record<MoveByHand, AwardPermission>

/** Each move of an award that a person makes: its page, and the door. */
export const awardMoveRoutes = ({ db, write }: Parts): Route[] => {
  return [
    get('/awards/:id/opening', permissionOf.openRenewal, (req, res) => show(res, 'openRenewal', req.params.id)),
    post('/awards/:id/opening', permissionOf.openRenewal, (req, res) =>
      make(res, 'openRenewal', req.params.id, req.body),
    ),
    get('/awards/:id/extension', permissionOf.extend, (req, res) => show(res, 'extend', req.params.id)),
    post('/awards/:id/extension', permissionOf.extend, (req, res) => make(res, 'extend', req.params.id, req.body)),
    get('/awards/:id/full-next', permissionOf.fullNext, (req, res) => show(res, 'fullNext', req.params.id)),
    post('/awards/:id/full-next', permissionOf.fullNext, (req, res) => make(res, 'fullNext', req.params.id, req.body)),
    get('/awards/:id/suspension', permissionOf.suspend, (req, res) => show(res, 'suspend', req.params.id)),
    post('/awards/:id/suspension', permissionOf.suspend, (req, res) => make(res, 'suspend', req.params.id, req.body)),
    get('/awards/:id/restoration', permissionOf.restore, (req, res) => show(res, 'restore', req.params.id)),
    post('/awards/:id/restoration', permissionOf.restore, (req, res) => make(res, 'restore', req.params.id, req.body)),
    get('/awards/:id/ending', permissionOf.end, (req, res) => show(res, 'end', req.params.id)),
    post('/awards/:id/ending', permissionOf.end, (req, res) => make(res, 'end', req.params.id, req.body)),
  ]

  async function show(res: Response, name: MoveByHand, id: string): Promise<void> {
    const actor = actorOf(res)
    const award = await findAward(db, actor, permissionOf[name], id)
    if (name !== 'fullNext') await refuseUnlessOffered(actor, award, name, res.locals.today)
    page(res, 'awards/moves/move', awardMovePage(res.locals.t, award, name, await context(award, res.locals.today)))
  }

  async function make(res: Response, name: MoveByHand, id: string, body: unknown): Promise<void> {
    const [actor, { t, today }] = [actorOf(res), res.locals]
    const award = await findAward(db, actor, permissionOf[name], id)
    const { data, form } = parseForm(formFor(t, name, award, today), body)
    if (form)
      return page(
        res.status(422),
        'awards/moves/move',
        awardMovePage(t, award, name, await context(award, today), form),
      )
    const done = await write(actor, work =>
      claimKey(work, data.idempotencyKey, async () => {
        await act(work, award, name, data)
        return `/awards/${award.id}`
      }),
    )
    flash(res, t(`awards.move.${name}.done`, { organisation: award.organisationName }))
    res.redirect(303, done)
  }

  async function context(award: NamedAward, today: Day): Promise<{ today: Day; lapsesAfter: Day | null }> {
    return { today, lapsesAfter: await lapsesAfter(db, award, today) }
  }

  async function refuseUnlessOffered(actor: Actor, award: NamedAward, name: AwardMove, today: Day): Promise<void> {
    const offer = (await awardOffersTo(db, actor, award, today)).find(({ move }) => move === name)
    if (!offer || offer.unmet.length > 0) throw new MoveRefused(name, award.status, offer?.unmet)
  }
}

async function act(
  work: UnitOfWork,
  award: NamedAward,
  name: MoveByHand,
  { reason, until }: AwardGiven,
): Promise<void> {
  if (name === 'fullNext') await askForFull(work, award, reason ?? '')
  else await moveAward(work, award, name, { reason, until })
}

function formFor(t: T, name: MoveByHand, award: NamedAward, today: Day) {
  if (name === 'extend') return extensionForm(t, today, award.validTo)
  return name === 'end' ? endingForm(t) : reasonForm(t)
}
