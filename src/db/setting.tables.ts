import type { TableDescriptions } from './tables.ts'

declare module 'knex/types/tables.js' {
  interface Tables {
    settings: {
      name: string
      value: string
    }
  }
}

export const settingTables = {
  settings: { text: ['value'], kept: 'technical' },
} satisfies TableDescriptions<'settings'>
