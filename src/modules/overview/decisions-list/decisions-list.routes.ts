import { z } from 'zod'
import { can } from '../../../domain/permissions.ts'
import type { Parts } from '../../../parts.ts'
import { allow } from '../../../web/allow.ts'
import { formOf } from '../../../web/form.ts'
import { pageOf, placeAfter } from '../../../web/lists.ts'
import { inEachLanguage, parseForm, valuesIn } from '../../../web/parse-form.ts'
import { actorOf } from '../../../web/request.ts'
import { get, type Route } from '../../../web/routes.ts'
import { optionalDay } from '../../../web/field-schemas.ts'
import { page } from '../../../web/view-engine.ts'
import { decisionList, decisionsAddress } from './decisions-list.pages.ts'
import { decisionLines } from './decisions-list.store.ts'

const linesOnAPage = 50

const fromForm = inEachLanguage(t => z.object({ from: optionalDay(t) }))

export const decisionListRoutes = ({ db }: Parts): Route[] => [
  get('/decisions', 'decisions.list', async (req, res, permission) => {
    const actor = actorOf(res)
    const { t } = res.locals
    allow(actor, permission)
    const { data, form } = parseForm(fromForm(t), req.query)
    const from = data?.from ?? null
    const after = placeAfter(req, 'at', 'id')
    const found = await decisionLines(db, actor, { from, after, limit: linesOnAPage + 1 })
    const { lines, next } = pageOf(found, linesOnAPage, decisionsAddress(from), ({ decidedAt, id }) => ({
      at: decidedAt,
      id,
    }))
    const mayRelease = can(actor, 'decision_letters.release')
    const shown = { lines, from, next, form: form ?? formOf(valuesIn(req.query)), mayRelease }
    page(form ? res.status(422) : res, 'overview/decisions-list/list', decisionList(t, shown))
  }),
]
