import { load, type CheerioAPI } from 'cheerio'

/** Parses a page of the service with htmlparser2, which is faster than a parser that repairs pages as browsers do. */
export const htmlOf = (text: string): CheerioAPI => load(text, { xml: { xmlMode: false } })

const nodesOf = ($: CheerioAPI) => $.root().get(0)!.children
type Node = ReturnType<typeof nodesOf>[number]
export type Element = Extract<Node, { attribs: unknown }>

/** Every element of a page in document order. */
export const elementsOf = ($: CheerioAPI): Element[] => elementsIn(nodesOf($))

/** The elements among these nodes and inside them, in document order. */
export function elementsIn(nodes: readonly Node[], found: Element[] = []): Element[] {
  for (const node of nodes) {
    if (!('attribs' in node)) continue
    found.push(node)
    elementsIn(node.children, found)
  }
  return found
}

const named = new WeakMap<CheerioAPI, Map<string, Element[]>>()

/** The elements of a page with this `name`. The names of a page are collected only once. */
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
