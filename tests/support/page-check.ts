import type { CheerioAPI } from 'cheerio'
import { folded } from './page-forms.ts'

/** What must hold on every page that anybody opens in any test. @returns one line per thing that is wrong */
export function wrongWith($: CheerioAPI): string[] {
  const ids = $('[id]').map((_, element) => $(element).attr('id')!).get()
  const known = new Set(ids)
  const doubled = known.size === ids.length ? [] : ids.filter((id, place) => ids.indexOf(id) !== place)
  const summary = $('.govuk-error-summary a').map((_, link) => $(link).attr('href') ?? '').get()
  const title = folded($('title').text())
  return [
    ...($('h1').length === 1 ? [] : [`it has ${$('h1').length} h1`]),
    ...(title === '' ? ['it has no title'] : []),
    ...($('html').attr('lang') ? [] : ['it does not say its language']),
    ...doubled.map(id => `two things have the id ${id}`),
    ...summary.filter(href => !href.startsWith('#') || !known.has(href.slice(1))).map(href => `a line of the error summary leads nowhere: ${href}`),
    ...(summary.length > 0 && !title.startsWith('Error:') ? ['its title does not begin with Error:'] : []),
    ...nameless($).map(name => `the field ${name} has no label`),
    ...$('[aria-describedby], [aria-labelledby]').get().flatMap(element => references($(element).attr() ?? {}))
      .filter(id => !known.has(id)).map(id => `something is described by ${id}, which is not there`),
    ...($('style, [style], [onclick], script:not([src])').length > 0 ? ['it has inline script or style'] : []),
  ]
}

function nameless($: CheerioAPI): string[] {
  const labelled = new Set($('label[for]').map((_, label) => $(label).attr('for')).get())
  return $('input:not([type=hidden]), select, textarea').get()
    .filter(field => {
      const { id, 'aria-label': spoken, 'aria-labelledby': labelledBy } = $(field).attr() ?? {}
      return !spoken && !labelledBy && !(id && labelled.has(id)) && $(field).closest('label').length === 0
    })
    .map(field => $(field).attr('name') ?? '(no name)')
}

const references = (given: Record<string, string>): string[] =>
  [given['aria-describedby'], given['aria-labelledby']].flatMap(list => (list ?? '').split(/\s+/)).filter(id => id !== '')
