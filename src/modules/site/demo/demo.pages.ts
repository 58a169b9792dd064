import type { Day } from '../../../domain/time.ts'
import { dateField, errorSummary, hiddenField, radios } from '../../../web/fields.ts'
import { formOf, type Form } from '../../../web/form.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { steps } from './demo.forms.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'site/demo/clock': ReturnType<typeof clockPage>
  }
}

export const newClockForm = (today: Day): Form => formOf({ step: 'day', from: today })

export function clockPage(t: T, today: Day, form: Form) {
  return {
    title: t('demo.clock.title'),
    back: { text: t('home.title'), href: '/home' },
    errors: errorSummary(form),
    from: hiddenField(form, 'from'),
    today: t('demo.clock.today', { day: longDay(t, today) }),
    step: radios(form, 'step', t('demo.clock.step.legend'), {
      choices: steps.map(step => ({ value: step, text: t(`demo.clock.step.${step}`) })),
    }),
    on: dateField(form, 'on', t('demo.clock.on.legend'), { hint: t('demo.clock.on.hint') }),
  }
}
