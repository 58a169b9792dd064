import { aPerson, type Person, type Typed } from './person.ts'
import type { Service } from './service.ts'

/** A `Person` whose `open`, `press` and `send` return the visitor: `(await visitor.open('/home')).status`. */
export interface Visitor extends Omit<Person, 'open' | 'press' | 'send'> {
  open(address: string): Promise<Visitor>
  press(text: string, typed?: Typed): Promise<Visitor>
  send(address: string, typed?: Typed): Promise<Visitor>
}

export function aVisitor({ server }: Pick<Service, 'server'>, headers: Record<string, string> = {}): Visitor {
  const { port } = server.address() as { port: number }
  const person = aPerson(`http://127.0.0.1:${port}`, headers)
  const visitor: Visitor = Object.assign(Object.create(person) as Person, {
    open: async (address: string) => {
      await person.open(address)
      return visitor
    },
    press: async (text: string, typed?: Typed) => {
      await person.press(text, typed)
      return visitor
    },
    send: async (address: string, typed?: Typed) => {
      await person.send(address, typed)
      return visitor
    },
  })
  return visitor
}

/** The same person in another window, with the same cookies. */
export function anotherWindow(service: Pick<Service, 'server'>, visitor: Visitor): Visitor {
  const other = aVisitor(service)
  for (const [name, value] of visitor.cookies) other.cookies.set(name, value)
  return other
}
