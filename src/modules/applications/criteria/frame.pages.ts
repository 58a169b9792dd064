import { pledgeItem } from '../../../domain/pledge.ts'
import { itemIn } from '../../../domain/translation.ts'
import type { T } from '../../../words/words.ts'
import { englishLeft, inSameLanguage, readingLine } from '../../frameworks/frameworks.public.ts'
import { branchesInScope } from '../../organisations/organisations.public.ts'
import type { AssignedLine } from '../assignments/assignment.pages.ts'
import { earlierTargets, settingTargets } from '../../../domain/target.ts'
import { endorsementsBlock, type EndorsementsBlock } from '../endorsements/endorsement.pages.ts'
import { pledgeBlock, type PledgeBlock } from '../pledges/pledge.pages.ts'
import { targetsBlock, type TargetsBlock } from '../targets/target.pages.ts'
import { criteriaNotice } from '../statuses/status.pages.ts'
import type { Criterion, ItemSubject } from './criterion.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'applications/criteria/frame': Pick<
      ReturnType<typeof itemPageHeader>,
      'heading' | 'assigned' | 'lead' | 'counts' | 'reading' | 'scope' | 'branches'
    > &
      Partial<ItemBlocks>
  }
}

export const titleOf = (t: T, { application, item }: Pick<ItemSubject, 'application' | 'item'>): string =>
  t('title.within', { title: `${item.title} (${item.code})`, caption: application.organisationName })

/** The top part of every page about one item. */
export function itemPageHeader(t: T, it: ItemSubject & { assigned?: AssignedLine | null }) {
  const { application, framework, item, branches, reading, assigned = null } = it
  const shown = itemIn(reading.translation, item)
  const area = framework.areas.find(({ id }) => id === item.area)?.title ?? t(`item.part.${item.part}`)
  const requirement = t(`answers.requirement.${item.requirement}`)
  const caption = t('answers.caption', { area, code: item.code, requirement })
  return {
    back: {
      text: t(`application.kind.${application.kind}`),
      href: inSameLanguage(`/applications/${application.id}`, reading),
    },
    heading: {
      text: shown.title.text,
      language: shown.title.language,
      caption: [caption, criteriaNotice(t, framework, application, null)].filter(Boolean).join(' · '),
      size: 'l' as const,
    },
    assigned,
    lead: shown.description,
    counts: { summary: t('answers.counts'), items: shown.evidence.lines, language: shown.evidence.language },
    reading: readingLine(t, reading, {
      address: `/applications/${application.id}/criteria/${item.code}`,
      part: item.part,
      english: englishLeft(shown),
    }),
    scope: item.id === 'scope-declared' ? branchesInScope(t, t('answers.scope'), branches) : null,
    branches:
      item.id === 'scope-declared' && it.mayChangeBranches
        ? { text: t('answers.scope.change'), href: `/applications/${application.id}/scope` }
        : null,
  }
}

/** The blocks that some items have besides the text of the answer: targets, endorsements, and who signed the pledge. */
export interface ItemBlocks {
  targets: TargetsBlock | null
  endorsements: EndorsementsBlock | null
  pledge: PledgeBlock | null
}

export function blocksOf(t: T, it: Criterion): ItemBlocks {
  const { application, item, targets, endorsements, pledge, mayAim, mayAsk, today, writer } = it
  return {
    targets:
      targets && (item.id === settingTargets || item.id === earlierTargets)
        ? targetsBlock(t, { application, targets, item: item.id, mayWrite: mayAim, today })
        : null,
    endorsements: endorsements && endorsementsBlock(t, application, endorsements, { mayAsk, today }),
    pledge: item.id === pledgeItem ? pledgeBlock(t, application, pledge, { mayWrite: writer !== null }) : null,
  }
}
