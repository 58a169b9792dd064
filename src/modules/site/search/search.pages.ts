import type { Actor } from '../../../domain/actor.ts'
import type { Item } from '../../../domain/framework.ts'
import { englishNameOf } from '../../../domain/partner.ts'
import { matcherFor, type Matcher, type Synonyms } from '../../../domain/synonyms.ts'
import { can } from '../../../domain/permissions.ts'
import type { Link } from '../../../web/components.ts'
import { errorSummary, textField } from '../../../web/fields.ts'
import type { Form } from '../../../web/form.ts'
import type { T } from '../../../words/words.ts'
import { periodText } from '../../evidence/evidence.public.ts'
import { accessibilityPage, charityHelpPage, helpPage, privacyPage } from '../help/help.pages.ts'
import { searchAddress, type ResultKind } from './search.forms.ts'
import { itemInDraft, type FoundInData, type SearchedLibrary } from './search.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'site/search/show': ReturnType<typeof searchPage>
  }
}

/** The maximum number of results of each kind, unless the person asks for all of one kind. */
export const resultsMost = 5

/** One result. `href` is null when there is no page that the person can open. */
interface Result {
  text: string
  href: string | null
  line: string
}
interface Group {
  kind: ResultKind
  heading: string
  results: readonly Result[]
  /** links to the complete lists of this kind */
  all: readonly Link[]
}

interface Searched {
  actor: Actor
  search: string
  kind: 'criteria' | 'help' | null
  data: FoundInData
}

/** @param isInLibrary whether the person has a role in a library, whose evidence and partners are then searched */
export function searchPage(t: T, form: Form, searched: Searched | null, isInLibrary: boolean) {
  const groups = searched ? groupsOf(t, searched) : []
  return {
    title: searched ? t('search.title.found', { search: searched.search }) : t('search.title'),
    errors: errorSummary(form),
    field: textField(form, 'q', t('search.label'), {
      type: 'search',
      hint: t(isInLibrary ? 'search.hint.library' : 'search.hint'),
      spellcheck: false,
      size: 's',
    }),
    groups,
    nothing: searched && groups.length === 0 ? t('search.nothing', { search: searched.search }) : null,
    elsewhere: searched ? elsewhere(t, searched) : [],
  }
}

function groupsOf(t: T, searched: Searched): Group[] {
  const { kind, search } = searched
  const isFound = matcherFor(search, synonymsIn(t))
  const groups = [
    ...(kind === null ? [evidenceGroup(t, searched)] : []),
    ...(kind === null || kind === 'criteria' ? [criteriaGroup(t, searched, isFound)] : []),
    ...(kind === null ? [partnersGroup(t, searched)] : []),
    ...(kind === null || kind === 'help' ? [helpGroup(t, searched, isFound)] : []),
  ]
  return groups.filter(({ results }) => results.length > 0)
}

/** The library's name for people with several libraries; empty for others. */
const atLibrary = ({ data }: Searched, { name }: SearchedLibrary): string[] => (data.libraries.length > 1 ? [name] : [])

const listOf = (t: T, searched: Searched, library: SearchedLibrary, kind: 'evidence' | 'partners'): Link => {
  const query = new URLSearchParams({ search: searched.search }).toString()
  const isOne = searched.data.libraries.length === 1
  return {
    text: isOne ? t(`search.all.${kind}`) : t(`search.all.${kind}.at`, { library: library.name }),
    href: `/organisations/${library.id}/${kind}?${query}`,
  }
}

function evidenceGroup(t: T, searched: Searched): Group {
  const { evidence, more } = searched.data
  const shown = evidence.slice(0, resultsMost)
  const cut = evidence.slice(resultsMost).map(({ library }) => library)
  const libraries = searched.data.libraries.filter(each => more.includes(each) || cut.includes(each))
  return {
    kind: 'evidence',
    heading: t('search.kind.evidence'),
    results: shown.map(({ line, library }) => ({
      text: line.title,
      href: `/evidence/${line.id}`,
      line: [t(`evidence.kind.${line.kind}`), periodText(t, line), ...atLibrary(searched, library)].join(' · '),
    })),
    all: libraries.map(library => listOf(t, searched, library, 'evidence')),
  }
}

const synonymGroups = [
  'evidence',
  'renewal',
  'round',
  'rating',
  'panel',
  'english',
  'branch',
  'experience',
  'pledge',
] as const

/** Words for the same thing, in the reader's language. */
const synonymsIn = (t: T): Synonyms =>
  synonymGroups.map(group =>
    t(`search.synonyms.${group}`)
      .split(',')
      .map(term => term.trim()),
  )

function criteriaGroup(t: T, searched: Searched, isFound: Matcher): Group {
  const { data, search, kind } = searched
  const found = data.items.filter(({ code, title, description, evidence }) =>
    isFound([code, title, description, ...evidence]),
  )
  const isLong = kind === null && found.length > resultsMost
  return {
    kind: 'criteria',
    heading: t('search.kind.criteria'),
    results: (kind === null ? found.slice(0, resultsMost) : found).map(item => ({
      text: `${item.code} ${item.title}`,
      href: addressOfCriterion(searched, item),
      line: item.description,
    })),
    all: isLong ? [{ text: t('search.all.criteria'), href: searchAddress(search, 'criteria') }] : [],
  }
}

/**
 * The address of the criterion in a library's draft, of the library's evidence for it, or of the charity's preview;
 * null when there is none.
 */
function addressOfCriterion({ actor, data }: Searched, item: Item): string | null {
  for (const library of data.libraries) {
    const own = itemInDraft(library, item)
    if (own && library.draft) return `/applications/${library.draft.id}/criteria/${own.code}`
  }
  const [first] = data.libraries
  if (first) return `/organisations/${first.id}/evidence?${new URLSearchParams({ item: item.id }).toString()}`
  return can(actor, 'frameworks.list') ? previewAddress(data.versionId, item) : null
}

/** The preview shows a first application, unless its address names another kind. */
function previewAddress(versionId: string, { code, askedIn }: Item): string {
  const address = `/frameworks/${versionId}/preview/${code}`
  return askedIn.includes('first') ? address : `${address}?kind=${askedIn[0]}`
}

function partnersGroup(t: T, searched: Searched): Group {
  const { partners, libraries } = searched.data
  const cut = partners.slice(resultsMost).map(({ library }) => library)
  return {
    kind: 'partners',
    heading: t('search.kind.partners'),
    results: partners.slice(0, resultsMost).map(partner => ({
      text: englishNameOf(partner),
      href: `/partners/${partner.id}`,
      line: [
        t(`partner.kind.${partner.kind}`),
        ...(partner.place === '' ? [] : [partner.place]),
        ...atLibrary(searched, partner.library),
      ].join(' · '),
    })),
    all: libraries.filter(each => cut.includes(each)).map(library => listOf(t, searched, library, 'partners')),
  }
}

function helpGroup(t: T, { actor, search, kind }: Searched, isFound: Matcher): Group {
  const isCharity = can(actor, 'applications.list')
  const pages = [
    { address: '/help', ...helpPage(t, isCharity, false) },
    ...(isCharity ? [{ address: '/help/charity', ...charityHelpPage(t) }] : []),
    { address: '/privacy', ...privacyPage(t, '') },
    { address: '/accessibility', ...accessibilityPage(t, '') },
  ]
  const found = pages.flatMap(({ address, title, parts }) =>
    parts
      .filter(({ heading, text }) => isFound([heading, ...text]))
      .map(({ id, heading }) => ({ text: heading, href: `${address}#${id}`, line: title })),
  )
  const isLong = kind === null && found.length > resultsMost
  return {
    kind: 'help',
    heading: t('search.kind.help'),
    results: kind === null ? found.slice(0, resultsMost) : found,
    all: isLong ? [{ text: t('search.all.help'), href: searchAddress(search, 'help') }] : [],
  }
}

/**
 * Links that repeat the search: among all kinds of result, when the page shows only one, and among organisations, for
 * the charity team.
 */
function elsewhere(t: T, { actor, search, kind }: Searched): Link[] {
  const name = new URLSearchParams({ name: search }).toString()
  return [
    ...(kind === null ? [] : [{ text: t('search.every_kind', { search }), href: searchAddress(search) }]),
    ...(can(actor, 'organisations.list')
      ? [{ text: t('search.organisations', { search }), href: `/organisations?${name}` }]
      : []),
  ]
}
