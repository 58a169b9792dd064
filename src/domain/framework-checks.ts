import { placedItems } from './framework-draft.ts'
import { fromDocumentId, type FrameworkDocument } from './framework.ts'

/**
 * A problem that prevents publication. `codes` names the items, areas or settings; it is empty when the problem is
 * about the whole document.
 */
export interface DraftProblem {
  what:
    | 'no criteria'
    | 'same code'
    | 'same id'
    | 'unknown area'
    | 'empty area'
    | 'same area'
    | 'no evidence'
    | 'used in no application'
    | 'renewal setting contradicts use'
    | 'panel too small'
    | 'required seats missing'
    | 'seat not allowed'
    | 'no reminders'
    | 'same reminder'
    | 'kinds missing'
    | 'choices missing'
    | 'same choice'
  codes: readonly string[]
}

const neededKinds = ['first', 'renewal', 'reappraisal']
/** The choices that every framework needs. */
const neededChoices = { judgements: ['met', 'not yet'], decisions: ['awarded', 'not yet'] } as const
const neededSeats = ['lived experience', 'independent']

/**
 * The problems that prevent publication; empty when there are none. The shape of the document is checked before this.
 */
export function problemsIn(document: FrameworkDocument): DraftProblem[] {
  return [
    ...problemsOfItems(document),
    ...problemsOfAreas(document),
    ...problemsOfSettings(document),
    ...problemsOfChoices(document),
  ]
}

function problemsOfItems(document: FrameworkDocument): DraftProblem[] {
  const items = placedItems(document).map(({ item }) => item)
  const codesOf = (wrong: (typeof items)[number][]) => wrong.map(({ code }) => code)
  return [
    ...found('no criteria', document.criteria.length === 0 ? [''] : []),
    ...found('same code', repeated(items.map(({ code }) => code))),
    ...found('same id', repeated(items.map(({ id }) => id))),
    ...found('no evidence', codesOf(document.criteria.filter(({ evidence }) => evidence.length === 0))),
    ...found('used in no application', codesOf(items.filter(({ askedIn }) => askedIn.length === 0))),
    ...found(
      'renewal setting contradicts use',
      codesOf(items.filter(({ askedIn, renewal }) => askedIn.includes('renewal') === (renewal === 'skip'))),
    ),
  ]
}

function problemsOfAreas({ areas, criteria }: FrameworkDocument): DraftProblem[] {
  const ids = areas.map(({ id }) => id)
  const lost = criteria.filter(({ area }) => !ids.includes(area))
  return [
    ...found(
      'unknown area',
      lost.map(({ code }) => code),
    ),
    ...found(
      'empty area',
      areas.filter(({ id }) => !criteria.some(({ area }) => area === id)).map(({ title }) => title),
    ),
    ...found('same area', repeated(ids)),
  ]
}

function problemsOfSettings({ panel, reminders, applicationKinds }: FrameworkDocument): DraftProblem[] {
  const needs = panel.needs.map(({ id, min }) => ({ id: fromDocumentId<string>(id), min }))
  const kinds = panel.seatKinds.map(id => fromDocumentId<string>(id))
  const asked = needs.reduce((sum, { min }) => sum + min, 0)
  const missing = neededSeats.filter(id => !needs.some(need => need.id === id))
  const lost = needs.filter(({ id }) => id !== 'independent' && !kinds.includes(id))
  return [
    ...found('panel too small', panel.minSeats < asked ? [''] : []),
    ...found('required seats missing', missing.length > 0 ? [''] : []),
    ...found(
      'seat not allowed',
      lost.map(({ id }) => id),
    ),
    ...found('no reminders', reminders.length === 0 ? [''] : []),
    ...found('same reminder', repeated(reminders.map(String))),
    ...found(
      'kinds missing',
      neededKinds.filter(kind => applicationKinds.filter(({ id }) => id === kind).length !== 1),
    ),
  ]
}

function problemsOfChoices({ judgements, decisions, recommendationKinds }: FrameworkDocument): DraftProblem[] {
  const given = {
    judgements: judgements.map(id => fromDocumentId<string>(id)),
    decisions: decisions.map(({ id }) => fromDocumentId<string>(id)),
  }
  const recommends = given.decisions.includes('awarded with recommendations')
  return [
    ...found('choices missing', [
      ...(['judgements', 'decisions'] as const).flatMap(list =>
        neededChoices[list].filter(id => !given[list].includes(id)).map(id => `${list}: ${id.replaceAll(' ', '_')}`),
      ),
      ...(recommends && recommendationKinds.length === 0 ? ['recommendationKinds'] : []),
    ]),
    ...found(
      'same choice',
      repeated([...given.judgements.map(id => `judgements: ${id}`), ...given.decisions.map(id => `decisions: ${id}`)]),
    ),
  ]
}

const found = (what: DraftProblem['what'], codes: readonly string[]): DraftProblem[] =>
  codes.length === 0 ? [] : [{ what, codes: codes.filter(code => code !== '') }]

const repeated = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, index) => values.indexOf(value) !== index)),
]
