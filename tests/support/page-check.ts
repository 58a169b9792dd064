import type { CheerioAPI } from 'cheerio'
import { elementsIn, elementsOf, type Element } from './html.ts'
import { folded } from './page-forms.ts'

/**
 * Checks a page, for example for fields without a label. `aPerson` calls this for every page that a test opens.
 * @returns one line for each problem
 */
export function pageProblems($: CheerioAPI): string[] {
  const all = elementsOf($)
  const named = (...names: string[]) => all.filter(({ name }) => names.includes(name))
  const ids = all.flatMap(({ attribs }) => (attribs.id === undefined ? [] : [attribs.id]))
  const known = new Set(ids)
  const doubled = known.size === ids.length ? [] : ids.filter((id, place) => ids.indexOf(id) !== place)
  const summary = all
    .filter(({ attribs }) => attribs.class?.split(' ').includes('govuk-error-summary'))
    .flatMap(({ children }) => elementsIn(children))
    .flatMap(({ name, attribs }) => (name === 'a' ? [attribs.href ?? ''] : []))
  const title = folded($(named('title') as never).text())
  const headings = named('h1').length
  return [
    ...(headings === 1 ? [] : [`it has ${headings} h1`]),
    ...(title === '' ? ['it has no title'] : []),
    ...(named('html')[0]?.attribs.lang ? [] : ['it does not say its language']),
    ...doubled.map(id => `two things have the id ${id}`),
    ...summary
      .filter(href => !href.startsWith('#') || !known.has(href.slice(1)))
      .map(href => `a line of the error summary leads nowhere: ${href}`),
    ...(isInOrder(summary.map(href => ids.indexOf(href.slice(1)))) ? [] : [`its errors are not in order: ${summary}`]),
    ...(summary.length > 0 && !title.startsWith('Error:') ? ['its title does not begin with Error:'] : []),
    ...nameless(named('input', 'select', 'textarea'), new Set(named('label').map(({ attribs }) => attribs.for))).map(
      name => `the field ${name} has no label`,
    ),
    ...all
      .flatMap(({ attribs }) => references(attribs))
      .filter(id => !known.has(id))
      .map(id => `something is described by ${id}, which is not there`),
    ...(all.some(isInline) ? ['it has inline script or style'] : []),
  ]
}

const isInOrder = (places: readonly number[]): boolean =>
  places.every((place, index) => index === 0 || places[index - 1]! <= place)

const isInline = ({ name, attribs }: Element): boolean =>
  name === 'style' ||
  (name === 'script' && attribs.src === undefined) ||
  attribs.style !== undefined ||
  attribs.onclick !== undefined

const nameless = (fields: readonly Element[], labelled: ReadonlySet<string | undefined>): string[] =>
  fields
    .filter(
      ({ name, attribs }) =>
        !(name === 'input' && attribs.type === 'hidden') && !attribs['aria-label'] && !attribs['aria-labelledby'],
    )
    .filter(field => !(field.attribs.id && labelled.has(field.attribs.id)) && !isInLabel(field))
    .map(({ attribs }) => attribs.name ?? '(no name)')

function isInLabel({ parent }: Element): boolean {
  return parent !== null && 'attribs' in parent && (parent.name === 'label' || isInLabel(parent))
}

const references = (given: Readonly<Record<string, string>>): string[] =>
  [given['aria-describedby'], given['aria-labelledby']]
    .flatMap(list => list?.split(/\s+/) ?? [])
    .filter(id => id !== '')
