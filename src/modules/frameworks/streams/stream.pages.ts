import type { T } from '../../../words/words.ts'
import type { Stream } from './stream.store.ts'

/**
 * The filter of a list by stream. Null while there is only one stream.
 * @param addressOf the address of the list with a stream; an empty id is all streams
 */
export function streamFilter(
  t: T,
  streams: readonly Pick<Stream, 'id' | 'name'>[],
  { chosen, addressOf }: { chosen: string; addressOf: (streamId: string) => string },
) {
  if (streams.length < 2) return null
  return {
    label: t('streams.filter.label'),
    items: [{ id: '', name: t('streams.filter.all') }, ...streams].map(({ id, name }) => ({
      text: name,
      href: addressOf(id),
      current: id === chosen,
    })),
  }
}

/** The stream that an address names, or '' for all of them. An unknown stream counts as none. */
export const streamNamed = (streams: readonly Pick<Stream, 'id'>[], id: string): string =>
  streams.some(stream => stream.id === id) ? id : ''

/** The name of a stream for a line of a list. */
export const streamNameIn = (streams: readonly Pick<Stream, 'id' | 'name'>[], id: string): string =>
  streams.find(stream => stream.id === id)?.name ?? ''
