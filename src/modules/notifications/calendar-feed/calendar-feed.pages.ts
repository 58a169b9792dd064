import { dayOf } from '../../../domain/time.ts'
import { dayAndTime, longDay } from '../../../words/format.ts'
import type { T } from '../../../words/words.ts'
import type { Feed } from './calendar-feed.store.ts'

declare module '../../../web/views.ts' {
  interface Views {
    'notifications/calendar-feed/feed': ReturnType<typeof feedPage>
    'notifications/calendar-feed/address': ReturnType<typeof feedAddressPage>
    'notifications/calendar-feed/ending': ReturnType<typeof feedEndingPage>
  }
}

const path = '/account/calendar'

export function feedPage(t: T, feed: Feed | null) {
  return {
    title: t('calendar.feed.title'),
    back: { text: t('account.title'), href: '/account' },
    facts: feed && {
      rows: [
        { key: t('calendar.feed.made'), value: longDay(t, dayOf(feed.madeAt)) },
        {
          key: t('calendar.feed.used'),
          value: feed.lastUsedAt ? dayAndTime(t, feed.lastUsedAt) : t('calendar.feed.unused'),
        },
      ],
    },
    again: feed ? t('calendar.feed.again') : null,
    button: { text: t(feed ? 'calendar.feed.replace' : 'calendar.feed.make') },
    end: feed ? { text: t('calendar.feed.end'), href: `${path}/ending` } : null,
  }
}

/** @param address the full address, shown only once because only its hash is stored */
export function feedAddressPage(t: T, address: string) {
  return {
    title: t('calendar.feed.address.title'),
    back: { text: t('calendar.feed.title'), href: path },
    once: {
      tone: 'plain' as const,
      icon: 'information' as const,
      heading: t('calendar.feed.once'),
      text: [t('calendar.feed.secret')],
    },
    address,
    open: { text: t('calendar.feed.open'), href: address.replace(/^https?:/, 'webcal:') },
    ways: (['google', 'outlook', 'apple'] as const).map(program => t(`calendar.feed.way.${program}`)),
  }
}

/** Asks for confirmation before the feed's address stops working. */
export const feedEndingPage = (t: T) => ({
  title: t('calendar.feed.end'),
  back: { text: t('calendar.feed.title'), href: path },
  confirmation: {
    heading: { text: t('calendar.feed.end'), size: 'l' as const },
    text: [t('calendar.feed.end.text')],
    button: { text: t('calendar.feed.end'), kind: 'warning' as const },
    cancel: { text: t('calendar.feed.end.cancel'), href: path },
  },
})
