import type { T } from '../../../words/words.ts'
import type { Coordinator } from './coordinator.store.ts'

/**
 * The contact for people working on an application. `shared` is the address of the service, used when there is no
 * coordinator.
 */
export interface ToAsk {
  coordinator: Coordinator | null
  shared: string
}

/** "Need something?", with the name of the coordinator and a link to write to them. */
export const askPart = (t: T, { coordinator, shared }: ToAsk) =>
  coordinator
    ? {
        text: t('findings.need.text', { name: coordinator.name }),
        link: { text: t('findings.need.link', { name: coordinator.name }), href: `mailto:${coordinator.email}` },
      }
    : {
        text: t('findings.need.text.shared'),
        link: { text: t('findings.need.link.shared'), href: `mailto:${addressOf(shared)}` },
      }

/** The address part of "Name <address>". */
const addressOf = (sender: string): string => /<([^<>]+)>/.exec(sender)?.[1] ?? sender
