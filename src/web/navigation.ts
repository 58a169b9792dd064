import type { Actor, CharityRole } from '../domain/actor.ts'
import { can } from '../domain/permissions.ts'
import type { NavigationItem } from './views.ts'
import type { T } from '../words/words.ts'

/** The links under the header, at most seven; none before sign-in. */
export function navigationOf(t: T, actor: Actor | null, path: string): NavigationItem[] {
  if (!actor) return []
  const places: Place[] = [
    { text: t('home.title'), href: '/home' },
    ...ofOneLibrary(t, actor),
    ...ofTheCharity(t, actor),
    { text: t('navigation.help'), href: '/help' },
  ].slice(0, 7)
  const fits = ({ href, others = [] }: Place): number =>
    Math.max(
      0,
      ...[href, ...others].filter(each => path === each || path.startsWith(`${each}/`)).map(each => each.length),
    )
  const current = places.filter(place => fits(place) > 0).sort((a, b) => fits(b) - fits(a))[0]
  return places.map(place => ({ text: place.text, href: place.href, current: place === current }))
}

/** A link in the navigation. It is shown as the current link on pages below `href` or below an address in `others`. */
interface Place {
  text: string
  href: string
  others?: readonly string[]
}

/** The links for a person with one library; none for others. */
function ofOneLibrary(t: T, actor: Actor) {
  const libraries = new Set(actor.memberships.map(({ organisationId }) => organisationId))
  const [only] = [...libraries]
  if (libraries.size !== 1 || !only) return []
  const below = `/organisations/${only}`
  return [
    { text: t('navigation.applications'), href: `${below}/applications`, others: ['/applications'] },
    {
      text: t('navigation.evidence'),
      href: `${below}/evidence`,
      others: [
        '/evidence',
        '/partners',
        '/regular-evidence',
        ...['export', 'inbox', 'upload-links', 'partners', 'regular-evidence', 'coverage', 'freshness'].map(
          each => `${below}/${each}`,
        ),
      ],
    },
    { text: t('navigation.team'), href: `${below}/team` },
  ]
}

const has = (actor: Actor, role: CharityRole): boolean => actor.charityRoles.includes(role)

function ofTheCharity(t: T, actor: Actor) {
  return [
    { text: t('navigation.appraisals'), href: '/appraisals', shown: has(actor, 'appraiser') || has(actor, 'helper') },
    { text: t('navigation.renewals'), href: '/renewals', shown: can(actor, 'renewals.list') },
    { text: t('navigation.applications'), href: '/applications', shown: can(actor, 'applications.list') },
    { text: t('navigation.awards'), href: '/awards', shown: can(actor, 'awards.list') },
    { text: t('navigation.record'), href: '/awards/new', shown: has(actor, 'coordinator') },
    // left out for a coordinator, whose menu has no space for it
    { text: t('navigation.decisions'), href: '/decisions', shown: has(actor, 'trustee') && !has(actor, 'coordinator') },
    { text: t('navigation.organisations'), href: '/organisations', shown: can(actor, 'organisations.list') },
    { text: t('navigation.rounds'), href: '/rounds', shown: can(actor, 'rounds.manage') },
    { text: t('navigation.people'), href: '/people', shown: can(actor, 'people.manage') },
    { text: t('navigation.mail'), href: '/mail', shown: can(actor, 'outbox.read') },
    { text: t('navigation.history'), href: '/history', shown: can(actor, 'history.all') },
  ]
    .filter(({ shown }) => shown)
    .map(({ text, href }) => ({ text, href }))
}

/** The paths of the pages about an application, except the page for the declaration itself. */
const casePage = /^\/applications\/([a-z2-7]{20})(?!\/declaration)(?:\/|$)/

/**
 * The id of the application that a page is about. Null on other pages, and for people without a charity role that reads
 * applications.
 */
export function caseIn(actor: Actor, path: string): string | null {
  if (!actor.charityRoles.some(role => role !== 'administrator')) return null
  return casePage.exec(path)?.[1] ?? null
}

/** The link to declare a conflict. Its page says when the person cannot declare one. */
export const conflictLink = (t: T, id: string) => ({
  text: t('declarations.link'),
  href: `/applications/${id}/declaration`,
})
