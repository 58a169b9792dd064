import { fileTypes } from '../../../domain/evidence.ts'
import { fileLimits } from '../../../config.ts'
import type { Link } from '../../../web/components.ts'
import { list, number } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'site/help/text': ReturnType<typeof helpPage>
  }
}

interface Part {
  id: string
  heading: string
  text: readonly string[]
  link?: Link
}

const textPage = (title: string, lead: string, parts: readonly Part[], links: readonly Link[] = []) => ({
  title,
  lead,
  parts,
  links,
})

/** @param contact the charity's email address, for people without an account, who have no coordinator to ask */
const contactLink = (t: T, contact: string): Link => ({ text: t('help.contact'), href: `mailto:${contact}` })

/**
 * @param isCharity whether the page links to the help for the charity team
 * @param isDraft whether the page says that the criteria are a working draft
 */
export const helpPage = (t: T, isCharity: boolean, isDraft: boolean): ReturnType<typeof textPage> => ({
  ...libraryHelp(t, isDraft),
  links: [
    { text: t('blank_form.link'), href: '/criteria' },
    { text: t('enquiries.apply.link'), href: '/apply' },
    ...(isCharity ? [{ text: t('help.charity.title'), href: '/help/charity' }] : []),
  ],
})

const libraryHelp = (t: T, isDraft: boolean) =>
  textPage(t('help.title'), t('help.lead'), [
    { id: 'award', heading: t('help.award'), text: [t('help.award.1'), ...(isDraft ? [t('help.award.2')] : [])] },
    {
      id: 'evidence',
      heading: t('help.evidence'),
      text: [
        t('help.evidence.1'),
        t('help.evidence.2'),
        t('help.evidence.3', {
          types: list(
            t,
            Object.values(fileTypes).map(({ name }) => name),
          ),
          size: t('size.megabytes', { size: number(t, fileLimits.bytes / 1024 / 1024) }),
          files: fileLimits.perItem,
        }),
      ],
    },
    { id: 'find', heading: t('help.find'), text: [t('help.find.1')] },
    { id: 'write', heading: t('help.write'), text: [t('help.write.1')] },
    { id: 'submit', heading: t('help.submit'), text: [t('help.submit.1'), t('help.submit.2'), t('help.submit.3')] },
    { id: 'renew', heading: t('help.renew'), text: [t('help.renew.1'), t('help.renew.2'), t('help.renew.3')] },
    { id: 'word', heading: t('help.word'), text: [t('help.word.1'), t('help.word.2')] },
    { id: 'panel', heading: t('help.panel'), text: [t('help.panel.1'), t('help.panel.2'), t('help.panel.3')] },
    { id: 'examples', heading: t('help.examples'), text: [t('help.examples.1'), t('help.examples.2')] },
    {
      id: 'people',
      heading: t('help.people'),
      text: [t('help.people.1'), t('help.people.2'), t('help.people.3')],
    },
    { id: 'time-out', heading: t('help.time_out'), text: [t('help.time_out.1')] },
  ])

/** Help for the charity team, which names no library and no person. */
export const charityHelpPage = (t: T) =>
  textPage(t('help.charity.title'), t('help.charity.lead'), [
    { id: 'day', heading: t('help.charity.day'), text: [t('help.charity.day.1'), t('help.charity.day.2')] },
    { id: 'awards', heading: t('help.charity.awards'), text: [t('help.charity.awards.1'), t('help.charity.awards.2')] },
    {
      id: 'wrong',
      heading: t('help.charity.wrong'),
      text: [t('help.charity.wrong.1'), t('help.charity.wrong.2'), t('help.charity.wrong.3')],
    },
    {
      id: 'organisations',
      heading: t('help.charity.organisations'),
      text: [t('help.charity.organisations.1'), t('help.charity.organisations.2')],
    },
    {
      id: 'imports',
      heading: t('help.charity.imports'),
      text: [t('help.charity.imports.1'), t('help.charity.imports.2')],
    },
    { id: 'enquiries', heading: t('help.charity.enquiries'), text: [t('help.charity.enquiries.1')] },
    {
      id: 'decisions',
      heading: t('help.charity.decisions'),
      text: [t('help.charity.decisions.1'), t('help.charity.decisions.2')],
    },
    { id: 'panels', heading: t('help.charity.panels'), text: [t('help.charity.panels.1'), t('help.charity.panels.2')] },
    {
      id: 'conflicts',
      heading: t('help.charity.conflicts'),
      text: [t('help.charity.conflicts.1'), t('help.charity.conflicts.2')],
    },
  ])

export const accessibilityPage = (t: T, contact: string) =>
  textPage(t('accessibility.title'), t('accessibility.lead'), [
    { id: 'how', heading: t('accessibility.how'), text: [t('accessibility.how.1'), t('accessibility.how.2')] },
    {
      id: 'tell',
      heading: t('accessibility.contact'),
      text: [t('accessibility.contact.1')],
      link: contactLink(t, contact),
    },
  ])

export const privacyPage = (t: T, contact: string) =>
  textPage(t('privacy.title'), t('privacy.lead'), [
    {
      id: 'kept',
      heading: t('privacy.kept'),
      text: [
        t('privacy.kept.1'),
        t('privacy.kept.appraisers'),
        t('privacy.kept.2'),
        t('privacy.kept.3'),
        t('privacy.kept.4'),
        t('privacy.kept.5'),
        t('privacy.kept.6'),
        t('privacy.kept.7'),
      ],
    },
    { id: 'pictures', heading: t('privacy.pictures'), text: [t('privacy.pictures.1'), t('privacy.pictures.2')] },
    {
      id: 'documents',
      heading: t('privacy.documents'),
      text: [t('privacy.documents.1'), t('privacy.documents.2'), t('privacy.documents.3'), t('privacy.documents.4')],
    },
    {
      id: 'who',
      heading: t('privacy.who'),
      text: [
        t('privacy.who.1'),
        t('privacy.who.2'),
        t('privacy.who.restricted'),
        t('privacy.who.3'),
        t('privacy.who.4'),
        t('privacy.who.5'),
      ],
    },
    {
      id: 'rights',
      heading: t('privacy.rights'),
      text: [t('privacy.rights.1'), t('privacy.rights.consent'), t('privacy.rights.2')],
      link: contactLink(t, contact),
    },
    { id: 'cookies', heading: t('privacy.cookies'), text: [t('privacy.cookies.1'), t('privacy.cookies.2')] },
  ])
