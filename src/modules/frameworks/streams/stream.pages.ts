import type { T } from '../../../words/words.ts'
import type { Stream } from './stream.store.ts'

type NamedStream = Pick<Stream, 'id' | 'name'>
interface StreamLinks {
  /** the id of the stream shown */
  chosen: string
  /** the address of the page for a stream; an empty id means all streams */
  addressOf: (streamId: string) => string
}

/** The filter of a list by stream; null when there are fewer than two streams. */
export const streamFilter = (t: T, streams: readonly NamedStream[], links: StreamLinks) =>
  streams.length < 2 ? null : streamLinks(t, [{ id: '', name: t('streams.filter.all') }, ...streams], links)

/** Links to the page for each stream; null when there is no stream other than the chosen one. */
export const streamChoice = (t: T, streams: readonly NamedStream[], links: StreamLinks) =>
  streams.every(({ id }) => id === links.chosen) ? null : streamLinks(t, streams, links)

const streamLinks = (t: T, streams: readonly NamedStream[], { chosen, addressOf }: StreamLinks) => ({
  label: t('streams.filter.label'),
  items: streams.map(({ id, name }) => ({ text: name, href: addressOf(id), current: id === chosen })),
})

/** The id of the stream in an address. Empty for all streams, and for an unknown stream. */
export const streamNamed = (streams: readonly Pick<Stream, 'id'>[], id: string): string =>
  streams.some(stream => stream.id === id) ? id : ''

/** The name of the stream with this id; empty when there is none. */
export const streamNameIn = (streams: readonly Pick<Stream, 'id' | 'name'>[], id: string): string =>
  streams.find(stream => stream.id === id)?.name ?? ''
