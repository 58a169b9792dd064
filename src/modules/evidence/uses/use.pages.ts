import type { MemberRole } from '../../../domain/actor.ts'
import { itemsOf, type Framework } from '../../../domain/framework.ts'
import { englishNameOf } from '../../../domain/partner.ts'
import { dayOf } from '../../../domain/time.ts'
import type { Link, Notice } from '../../../web/components.ts'
import { statusShownToLibrary } from '../../../domain/application.ts'
import { canReplace, wayToReplace } from '../../../domain/replacement.ts'
import { longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import { usesCounted, type Uses, type UsingApplication } from './use.store.ts'
import type { WithdrawnUse } from './withdrawn-use.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'evidence/uses/uses': ReturnType<typeof usesSection>
  }
}

/** One page of the applications that use the evidence. */
export interface UsesShown extends Uses {
  /** the frameworks, by version id */
  frameworks: ReadonlyMap<string, Framework>
  isLater: boolean
  next: string | null
}

/** `mayUse`: whether the reader can also choose the evidence in an application */
interface Section extends UsesShown {
  mayUse: boolean
}

/** The maximum number of criteria shown with their titles. A longer list shows only codes. */
const titledMost = 6

/** The section on where evidence is used: by year, newest first, with every place in each application. */
export function usesSection(t: T, address: string, section: Section) {
  const { applications, frameworks, isLater, next } = section
  const years = [...new Set(applications.map(yearOf))]
  return {
    sentence: countSentence(t, section),
    years: years.map(year => ({
      year,
      applications: applications
        .filter(application => yearOf(application) === year)
        .map(application => oneApplication(t, application, frameworks.get(application.frameworkVersionId)!)),
    })),
    ways: [
      ...(isLater ? [{ text: t('evidence.used.latest'), href: `${address}#used` }] : []),
      ...(next ? [{ text: t('evidence.used.earlier'), href: `${next}#used` }] : []),
    ],
  }
}

function countSentence(t: T, { count, mayUse }: Section): string {
  if (count === 0) return t(mayUse ? 'evidence.used.none.choose' : 'evidence.used.none')
  if (count > usesCounted) return t('evidence.used.many', { most: usesCounted })
  return t('evidence.used.count', { count })
}

const yearOf = ({ submittedAt, startedAt }: UsingApplication): string => dayOf(submittedAt ?? startedAt).slice(0, 4)

function oneApplication(
  t: T,
  it: UsingApplication,
  framework: Framework,
): { link: Link; status: string; places: { text: string; links: readonly Link[] }[] } {
  const address = `/applications/${it.id}`
  const partners = [...new Map(it.partners.map(partner => [partner.id, partner])).values()]
  const places = [
    { text: t('evidence.used.answers'), links: itemLinks(framework, it.answers, address) },
    ...partners.map(partner => ({
      text: t('evidence.used.partner', { partner: englishNameOf(partner) }),
      links: itemLinks(
        framework,
        it.partners.filter(({ id }) => id === partner.id).map(({ item }) => item),
        address,
      ),
    })),
    {
      text: t('evidence.used.replies'),
      links: itemLinks(framework, it.replies, address).map(link => ({ ...link, href: `${address}/questions` })),
    },
    {
      text: t('evidence.used.is_submitted'),
      links: it.submissions.map(({ number, at }) => ({
        text: t('evidence.used.submission', { number, day: longDay(t, dayOf(at)) }),
        href: `${address}/submissions/${number}`,
      })),
    },
  ]
  return {
    link: {
      text: t('applications.number', { kind: t(`application.kind.${it.kind}`), number: it.number }),
      href: address,
    },
    status: t(`application.status_own.${statusShownToLibrary(it)}`),
    places: places.filter(({ links }) => links.length > 0),
  }
}

/** The items that need other evidence because a consent was withdrawn, and the reader's role in the library. */
export interface ToReplaceFor {
  uses: readonly WithdrawnUse[]
  /** the frameworks, by version id */
  frameworks: ReadonlyMap<string, Framework>
  role: MemberRole
}

/** Says that a consent was withdrawn, with links to the items for which the reader can offer other evidence. */
export function withdrawnNotice(t: T, { uses, frameworks, role }: ToReplaceFor): Notice {
  const own = uses.filter(use => canReplace(role, wayToReplace(use)))
  return {
    tone: 'stop',
    icon: 'triangle',
    heading: t('consents.withdrawn.status'),
    text: [t('consents.withdrawn.text'), ...toDo(t, own.length, uses.length, role)],
    links: own.flatMap(({ applicationId, frameworkVersionId, itemId }) =>
      itemLinks(frameworks.get(frameworkVersionId)!, [itemId], `/applications/${applicationId}`),
    ),
  }
}

function toDo(t: T, own: number, all: number, role: MemberRole): string[] {
  if (all === 0) return role === 'observer' ? [] : [t('consents.withdrawn.unused')]
  if (own > 0) return [t('consents.withdrawn.in_use')]
  return role === 'contributor' ? [t('consents.replace.lead')] : []
}

/** Links to the items of an application, in framework order. */
function itemLinks(framework: Framework, ids: readonly string[], address: string): Link[] {
  const items = itemsOf(framework).filter(({ id }) => ids.includes(id))
  return items.map(({ code, title }) =>
    items.length > titledMost
      ? { text: code, hidden: title, href: `${address}/criteria/${code}` }
      : { text: `${code} ${title}`, href: `${address}/criteria/${code}` },
  )
}
