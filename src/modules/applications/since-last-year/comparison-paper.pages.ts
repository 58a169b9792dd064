import type { Actor } from '../../../domain/actor.ts'
import type { Paper, PaperParagraph, PaperSection } from '../../../files/typeset.ts'
import { paperDifferences, paperSection } from '../../../web/paper.ts'
import type { T } from '../../../words/words.ts'
import { comparisonPage, type ChangeShown } from './comparison.pages.ts'
import type { Comparison } from './comparison.store.ts'

/** The changes since the last decided application as a document. It contains what this person can see on the page. */
export function comparisonPaper(t: T, actor: Actor, it: Comparison): Paper<PaperParagraph> {
  const { application } = it
  const { title, lead, unavailable, compared, changes, stale, year, unchanged } = comparisonPage(t, actor, it)
  return {
    title: t('comparison.paper', { organisation: application.organisationName, title }),
    lead: [lead, unavailable, compared.now.text, compared.before.text, compared.criteria].filter(line => line !== null),
    sections: [
      ...changes.map(change => changeSection(t, change)),
      ...(stale
        ? [
            paperSection(stale.heading, [
              stale.text,
              ...stale.rows.map(({ link, newest }) => bullet(link.text, newest)),
            ]),
          ]
        : []),
      ...year.map(part => paperSection(part.title, part.text)),
      ...(unchanged
        ? [
            paperSection(
              unchanged.summary,
              unchanged.links.map(({ text }) => bullet(text)),
            ),
          ]
        : []),
    ],
  }
}

function changeSection(
  t: T,
  { title, status, sentences, criterion, answer, ...change }: ChangeShown,
): PaperSection<PaperParagraph> {
  const part = (name: 'criterion' | 'answer', shown: ChangeShown['answer']): PaperParagraph[] =>
    shown === null ? [] : [...(criterion ? [t(`comparison.part.${name}`)] : []), paperDifferences(t, shown.stretches)]
  return paperSection<PaperParagraph>(title, [
    status.text,
    ...sentences,
    ...part('criterion', criterion),
    ...part('answer', answer),
    ...(change.extras ? [paperDifferences(t, change.extras.stretches)] : []),
    ...change.evidence.map(line => [same('• '), ...paperDifferences(t, [line])]),
    ...(change.withheld ? [change.withheld] : []),
  ])
}

const same = (text: string) => ({ kind: 'same' as const, label: '', text })

const bullet = (text: string, more: string | null = null): string => `• ${[text, more].filter(Boolean).join(' · ')}`
