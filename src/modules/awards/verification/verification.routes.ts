import type { Request } from 'express'
import { runLookups } from '../../../db/lookups.ts'
import { theService } from '../../../domain/actor.ts'
import { asHeldOn } from '../../../domain/award-holder.ts'
import { readCertificateCode } from '../../../domain/certificate.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { countOne, networkOf } from '../../../web/limits.ts'
import { parseForm, withError } from '../../../web/parse-form.ts'
import { actorOrNull } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { noteReader } from '../awards/award.actions.ts'
import { awardWithCode, changesWith } from '../awards/award.store.ts'
import { formerHoldersWith } from '../former-holders/former-holder.store.ts'
import { termsWith } from '../terms/term.store.ts'
import { codeForm, dayForm } from './verification.forms.ts'
import { removedPage, validityPage, verifyPage } from './verification.pages.ts'

/** The limit for looking up codes, per network: enough for a group of visitors, and far too few to guess a code. */
const verifying = { name: 'verify', most: 60, seconds: 3_600 }

export const verificationRoutes = ({ db, write, clock }: Parts): Route[] => [
  get('/verify', 'nothing', (req, res) => {
    const { t } = res.locals
    if (req.query.code === undefined) return page(res, 'awards/verification/verify', verifyPage(t))
    const { data, form } = parseForm(codeForm(t), req.query)
    if (form) return page(res.status(422), 'awards/verification/verify', verifyPage(t, form))
    res.redirect(303, `/verify/${data.code}`)
  }),

  get('/verify/:code', 'nothing', async (req, res) => {
    const { t, today } = res.locals
    await write(theService, ({ trx }) => countOne(trx, verifying, networkOf(req.ip), clock.now()))
    const code = readCertificateCode(req.params.code)
    const found = code ? await awardWithCode(db, code) : null
    if (!found) {
      // Someone who scans a false certificate must not take this answer for a broken page.
      const form = withError({ code: req.params.code }, { field: 'code', message: t('verify.code.wrong') })
      return page(res.status(404), 'awards/verification/verify', verifyPage(t, form))
    }
    const award = await noteReader({ write, clock }, actorOrNull(res), found)
    const { holders, ...known } = await runLookups(db, {
      changes: changesWith(db, award.id),
      terms: termsWith(db, award.id),
      holders: formerHoldersWith(db, award.id),
    })
    if (award.removedAt !== null) {
      const removed = asHeldOn(award, holders, dayOf(award.removedAt))
      return page(res, 'awards/verification/validity', removedPage(t, removed))
    }
    const shown = { ...known, today, on: today }
    if (!asksForADay(req)) return page(res, 'awards/verification/validity', validityPage(t, award, shown))
    const { data, form } = parseForm(dayForm(t), req.query)
    if (form) return page(res.status(422), 'awards/verification/validity', validityPage(t, award, shown, form))
    page(
      res,
      'awards/verification/validity',
      validityPage(t, asHeldOn(award, holders, data.on), { ...shown, on: data.on }),
    )
  }),
]

const asksForADay = ({ query }: Pick<Request, 'query'>): boolean =>
  query.on !== undefined || query['on-day'] !== undefined
