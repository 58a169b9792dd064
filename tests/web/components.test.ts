import { describe, expect, test } from '@jest/globals'
import { load } from 'cheerio'
import type { Day, Instant } from '../../src/domain/time.ts'
import { dueLine, emphasis } from '../../src/web/due-line.ts'
import {
  checkboxes,
  dateField,
  errorSummary,
  judgementRadios,
  radios,
  select,
  textArea,
  textField,
  tickBox,
} from '../../src/web/fields.ts'
import { formOf, type Form } from '../../src/web/form.ts'
import { progressPicture } from '../../src/modules/applications/progress/progress.pages.ts'
import { render } from '../../src/web/view-engine.ts'
import type { Views } from '../../src/web/views.ts'
import {
  dayAndTime,
  relativeDay,
  fileSize,
  inGroupsOfFour,
  list,
  longDay,
  monthAndYear,
  period,
  timeOfDay,
  weekdayAndDay,
} from '../../src/words/format.ts'
import { translator } from '../../src/words/words.ts'

const t = translator('en')
const drawn = <Name extends keyof Views>(name: Name, view: Views[Name]) => load(render(name, view, t))
const yes = [
  { value: 'yes', text: 'Yes' },
  { value: 'no', text: 'No', hint: 'Not now' },
]

describe('a field with an error', () => {
  const form: Form = {
    values: {
      title: 'T',
      'starts-day': '31',
      'starts-month': '2',
      'starts-year': '2027',
      starts: '2027-02-31',
      which: ['a', 'b'],
    },
    errors: [
      { field: 'title', message: 'Enter what it is' },
      { field: 'starts', message: 'Enter a day that exists' },
      { field: 'open', message: 'Say yes or no' },
      { field: 'which', message: 'Choose fewer' },
      { field: 'agree', message: 'Tick it' },
      { field: 'reasons.L1', message: 'Say why' },
    ],
  }
  const page = load(
    errorSummary(form)
      .map(({ href }) => `<a href="${href}"></a>`)
      .join('') +
      render('components/text-field', textField(form, 'title', 'Title', { hint: 'Short' }), t) +
      render('components/date-field', dateField(form, 'starts', 'Begins'), t) +
      render('components/radios', radios(form, 'open', 'Open?', { choices: yes }), t) +
      render(
        'components/checkboxes',
        checkboxes(form, 'which', 'Which?', {
          choices: [
            { value: 'a', text: 'A' },
            { value: 'c', text: 'C' },
          ],
        }),
        t,
      ) +
      render('components/tick-box', tickBox(form, 'agree', 'I agree'), t) +
      render('components/text-area', textArea(form, 'reasons.L1', 'Why?', { most: 50 }), t),
  )

  test('the error summary has a line for each error, which links to its input', () => {
    const goals = page('a')
      .get()
      .map(link => page(page(link).attr('href') ?? ''))
    expect(goals.map(goal => goal.attr('name'))).toEqual([
      'title',
      'starts-day',
      'open',
      'which',
      'agree',
      'reasons.L1',
    ])
    expect(goals.map(goal => goal.length)).toEqual([1, 1, 1, 1, 1, 1])
  })

  test('a screen reader reads the error and the hint with the field', () => {
    const box = page('#title')
    expect([box.attr('aria-describedby'), box.attr('aria-invalid')]).toEqual(['title-hint title-error', 'true'])
    expect(page('#title-error').text().trim().replace(/\s+/g, ' ')).toBe('Error: Enter what it is')
    expect(page('#reasons_L1').attr('aria-describedby')).toBe('reasons_L1-error reasons_L1-count')
    expect(
      page('fieldset')
        .get()
        .map(each => page(each).attr('aria-describedby')),
    ).toEqual(['starts-error', 'open-error', 'which-error'])
  })

  test('a form uses no id twice, and refers only to ids that exist', () => {
    const ids = page('[id]')
      .get()
      .map(each => page(each).attr('id'))
    expect(new Set(ids).size).toBe(ids.length)
    const described = page('[aria-describedby]')
      .get()
      .flatMap(each => (page(each).attr('aria-describedby') ?? '').split(' '))
    expect(described.filter(id => !ids.includes(id))).toEqual([])
  })

  test('a field keeps the value that was entered, even a day that does not exist', () => {
    expect(
      page('.govuk-date-input__input')
        .get()
        .map(each => page(each).val()),
    ).toEqual(['31', '2', '2027'])
    expect(page('#which').attr('checked')).toBeDefined()
  })
})

describe('components without an error', () => {
  test('a field shows a saved day in three inputs', () => {
    expect(dateField(formOf({ until: '2027-05-09' }), 'until', 'Until').parts.map(({ value }) => value)).toEqual([
      '9',
      '5',
      '2027',
    ])
  })
  test('a field never shows a password again', () => {
    expect(
      drawn(
        'components/text-field',
        textField(formOf({ secret: 'open sesame' }), 'secret', 'Password', { type: 'password' }),
      )('input').attr('value'),
    ).toBe('')
  })
  test('a field keeps the first line break of a text', () => {
    expect(render('components/text-area', textArea(formOf({ a: '\nB' }), 'a', 'A'), t)).toContain('>\n\nB</textarea>')
  })
  test('the second radio button shows its hint', () => {
    const page = drawn('components/radios', radios(formOf({ open: 'no' }), 'open', 'Open?', { choices: yes }))
    expect([page('[checked]').attr('id'), page('#open-2-item').text()]).toEqual(['open-2', 'Not now'])
  })
  test('a drop-down list can start with an empty option', () => {
    const page = drawn(
      'components/select',
      select(formOf({ kind: 'b' }), 'kind', 'Kind', { choices: [{ value: 'b', text: 'B' }], empty: 'Choose' }),
    )
    expect(
      page('option')
        .get()
        .map(each => [page(each).text(), page(each).attr('selected') !== undefined]),
    ).toEqual([
      ['Choose', false],
      ['B', true],
    ])
  })
  test('each judgement is shown with its symbol', () => {
    const page = drawn(
      'components/judge',
      judgementRadios(formOf({ own: 'not yet' }), 'own', 'How far?', {
        choices: [
          { value: 'met', text: 'Met' },
          { value: 'not yet', text: 'Not yet' },
        ],
      }),
    )
    expect([page('label svg').length, page('[checked]').attr('value')]).toEqual([2, 'not yet'])
  })
})

test('a due line emphasises its date, and its tone says how near the date is', () => {
  expect(dueLine('By Friday 30 April: 11 days', 'Friday 30 April', 11)).toEqual({
    before: 'By ',
    strong: 'Friday 30 April',
    after: ': 11 days',
    tone: 'soon',
  })
  expect(emphasis('By Friday', 'Monday')).toEqual({ before: 'By Friday', strong: '', after: '' })
  expect([61, 60, 0, -1, null].map(days => dueLine('x', '', days).tone)).toEqual([
    'plain',
    'soon',
    'soon',
    'late',
    'plain',
  ])
})

test('a progress picture has a book for each criterion, all inside its frame', () => {
  const { books, width } = progressPicture([['written', 'needs evidence'], [], ['not started']])
  expect(books.map(({ state }) => state)).toEqual(['written', 'needs evidence', 'not started'])
  expect(books.every(book => book.x + book.width <= width && book.y + book.height <= 62)).toBe(true)
  expect(progressPicture([]).books).toEqual([])
})

describe('the format of dates, lists and numbers', () => {
  const day = (text: string) => text as Day
  const at = (text: string) => text as Instant
  test.each([
    [longDay(t, day('2027-02-28')), '28 February 2027'],
    [weekdayAndDay(t, day('2027-04-30')), 'Friday 30 April 2027'],
    [monthAndYear(t, day('2026-10-01')), 'October 2026'],
    [period(t, day('2026-10-01'), day('2027-03-31')), '1 October 2026 to 31 March 2027'],
    [period(t, day('2027-03-12'), day('2027-03-12')), '12 March 2027'],
    [dayAndTime(t, at('2027-04-28T14:42:00.000Z')), '28 April 2027, 3:42pm'],
    [dayAndTime(t, at('2027-04-28T23:30:00.000Z')), '29 April 2027, 12:30am'],
    [timeOfDay(t, at('2027-01-28T17:00:00.000Z')), '5pm'],
    [
      [0, 1, -1, 11, -2].map(days => relativeDay(t, days)).join('; '),
      'today; tomorrow; yesterday; 11 days from today; 2 days ago',
    ],
    [list(t, ['Central', 'Millbrook', 'Quarry Lane']), 'Central, Millbrook and Quarry Lane'],
    [[1, 83_211, 999_500, 52_428_800].map(bytes => fileSize(t, bytes)).join('; '), '1 KB; 84 KB; 1 MB; 52.4 MB'],
    [inGroupsOfFour('9f2c41d877'), '9f2c 41d8 77'],
  ])('a value is formatted as “%s”', (said, expected) => {
    expect(said).toBe(expected)
  })
})

describe('names that are written from right to left', () => {
  test('a right-to-left name is isolated in a sentence, so that a date after it stays in place', () => {
    expect(t('evidence.item.note.by', { name: 'أمينة', day: '12 March 2027' })).toBe('\u2068أمينة\u2069, 12 March 2027')
    expect(t('evidence.item.note.by', { name: 'Ŵyn Jones', day: '12 March 2027' })).toBe('Ŵyn Jones, 12 March 2027')
  })

  test('each right-to-left name in a list is isolated, and other names are not', () => {
    expect(list(t, ['أمينة', 'Ann', 'יעל'])).toBe('\u2068أمينة\u2069, Ann and \u2068יעל\u2069')
  })

  test('the time after an Arabic name on a comment keeps its place', () => {
    const line = { id: 'a', who: 'أمينة', at: '28 April 2027', about: null, text: [], from: null, link: null }
    expect(drawn('applications/comments/lines', { lines: [line] })('.los-comments__who bdi').text()).toBe('أمينة')
  })

  test.each(['added', 'removed'] as const)('hidden words do not set the direction of %s text', kind => {
    const page = drawn('components/word-stretch', { kind, text: 'أمينة' })
    expect(page('bdi.govuk-visually-hidden')).toHaveLength(1)
  })

  test('a field takes its direction from its text', () => {
    const page = drawn('components/text-field', textField(formOf({ title: 'أمينة' }), 'title', 'Title'))
    expect(page('input').attr('dir')).toBe('auto')
    expect(drawn('components/text-area', textArea(formOf({}), 'text', 'Text'))('textarea').attr('dir')).toBe('auto')
  })
})
