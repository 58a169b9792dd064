// What test files and their helpers import from `@jest/globals`: the functions of the test file that is running, as live bindings.

export let afterAll, afterEach, beforeAll, beforeEach, describe, expect, test

export function useGlobals(given) {
  ;({ afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } = given)
}
