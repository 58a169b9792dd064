import { stopsAnImport } from '../acts/imports.ts'
import type { Story } from '../world.ts'

/** An import of invented libraries that was stopped halfway. */
export const importStory: Story = on => [on(2, '14:20', stopsAnImport('coordinator@demo.example'))]
