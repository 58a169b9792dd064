import { load, type CheerioAPI } from 'cheerio'

/**
 * A page of ours, read by a parser that takes what is written: the one that mends pages as a browser does takes longer.
 */
export const htmlOf = (text: string): CheerioAPI => load(text, { xml: { xmlMode: false } })

const nodesOf = ($: CheerioAPI) => $.root().get(0)!.children
type Node = ReturnType<typeof nodesOf>[number]
export type Element = Extract<Node, { attribs: unknown }>

/** Every element of a page, in the order in which they begin. */
export const elementsOf = ($: CheerioAPI): Element[] => [...elementsIn(nodesOf($))]

export function* elementsIn(nodes: readonly Node[]): Generator<Element> {
  for (const node of nodes) {
    if (!('attribs' in node)) continue
    yield node
    yield* elementsIn(node.children)
  }
}

const named = new WeakMap<CheerioAPI, Map<string, Element[]>>()

/** What bears a name on a page; the page is gone through once, however often it is asked. */
export function fieldsNamed($: CheerioAPI, name: string): Element[] {
  let known = named.get($)
  if (!known) {
    named.set($, (known = new Map()))
    for (const element of elementsOf($)) {
      const { name: own } = element.attribs
      if (own !== undefined) known.set(own, [...(known.get(own) ?? []), element])
    }
  }
  return known.get(name) ?? []
}
