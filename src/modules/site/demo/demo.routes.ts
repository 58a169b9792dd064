import { compare } from '../../../domain/compare.ts'
import { addDays, addMonths, daysBetween, instantAt, type Day } from '../../../domain/time.ts'
import { FormRefused } from '../../../domain/refusals.ts'
import type { Parts } from '../../../parts.ts'
import { flash } from '../../../web/flash.ts'
import { parseAndAct } from '../../../web/parse-form.ts'
import { get, post, type Route } from '../../../web/routes.ts'
import { page } from '../../../web/view-engine.ts'
import { longDay } from '../../../words/format.ts'
import { clockForm, type ClockGiven } from './demo.forms.ts'
import { clockPage, newClockForm } from './demo.pages.ts'

const maxDays = 400

/** Moves the clock of the demo. Other installations do not have these routes. */
export const demoRoutes = ({ moveTo }: Parts): Route[] => {
  if (!moveTo) return []
  return [
    get('/demo/clock', 'signed in', (_req, res) => {
      const { t, today } = res.locals
      page(res, 'site/demo/clock', clockPage(t, today, newClockForm(today)))
    }),

    // Not a `submitForm`, because moving the clock runs the jobs of each day in their own transactions. A repeated form
    // does nothing, because its `from` is then in the past.
    post('/demo/clock', 'signed in', async (req, res) => {
      const { t, today } = res.locals
      const { result: day, refused } = await parseAndAct(t, clockForm(t), req.body, async given => {
        if (given.from !== null && given.from !== today) return today
        const to = chosenDay(today, given)
        await moveTo(instantAt(to, '09:00'))
        return to
      })
      if (refused) return page(res.status(422), 'site/demo/clock', clockPage(t, today, refused))
      flash(res, t('demo.clock.moved', { day: longDay(t, day) }))
      res.redirect(303, '/home')
    }),
  ]
}

/** @throws FormRefused when the day is not in the future, or is too far ahead */
function chosenDay(today: Day, given: ClockGiven): Day {
  const to = dayAfter(today, given)
  if (daysBetween(today, to) > maxDays || compare(to, today) <= 0)
    throw new FormRefused('on', 'demo.clock.on.far', { max: maxDays })
  return to
}

function dayAfter(today: Day, { step, on }: ClockGiven): Day {
  if (step === 'month') return addMonths(today, 1)
  if (step === 'week') return addDays(today, 7)
  return step === 'chosen' ? on! : addDays(today, 1)
}
