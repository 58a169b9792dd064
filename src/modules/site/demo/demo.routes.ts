import { addDays, addMonths, compare, daysBetween, instantAt, type Day } from '../../../domain/time.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { parseForm, withError } from '../../../web/parse-form.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { longDay } from '../../../words/format.ts'
import { clockForm, type Step } from './demo.forms.ts'
import { clockPage } from './demo.pages.ts'

/** Each morning in between is lived through, so a journey has to end. */
const mostDays = 400

/** Only where days can pass: nowhere but in the demo. */
export const demoRoutes = ({ moveTo }: Parts): Route[] =>
  !moveTo
    ? []
    : [
        get('/demo/clock', 'signed in', (_req, res) =>
          page(
            res,
            'site/demo/clock',
            clockPage(res.locals.t, res.locals.today, { values: { step: 'day' }, errors: [] }),
          ),
        ),

        post('/demo/clock', 'signed in', async (req, res) => {
          const { t, today } = res.locals
          const { data, form } = parseForm(clockForm(t), req.body)
          if (form) return page(res.status(422), 'site/demo/clock', clockPage(t, today, form))
          const to = dayAfter(today, data.step, data.on)
          if (daysBetween(today, to) > mostDays || compare(to, today) <= 0) {
            return page(
              res.status(422),
              'site/demo/clock',
              clockPage(
                t,
                today,
                withError(req.body, { field: 'on', message: t('demo.clock.on.far', { most: mostDays }) }),
              ),
            )
          }
          await moveTo(instantAt(to, '09:00'))
          flash(res, t('demo.clock.moved', { day: longDay(t, to) }))
          res.redirect(303, '/home')
        }),
      ]

function dayAfter(today: Day, step: Step, on: Day | null): Day {
  if (step === 'month') return addMonths(today, 1)
  return step === 'chosen' ? on! : addDays(today, step === 'week' ? 7 : 1)
}
