import type { Stop } from '../../node/base/lifecycle.js'

const FOCUSABLE = 'button, a[href], input, select, textarea, summary, [tabindex]'
/** Places that had the focus, which are gone back to where what came after them is gone altogether. */
const MOST_PLACES = 8

/** An element that had the focus, those around it, the innermost first, and which child each of them was. */
interface Place {
  readonly element: HTMLElement
  readonly around: readonly { readonly parent: HTMLElement; readonly index: number }[]
}

/**
 * Where what has the focus goes away, as a question that was answered or a notice, the focus goes to what stands next to where that was, or back
 * to where it came from: a browser would drop it, and a keyboard begin anew at the top of the page.
 */
export function keepFocus(root: HTMLElement): Stop {
  let places: readonly Place[] = []
  const onFocusIn = ({ target }: Event): void => {
    if (target instanceof HTMLElement) places = [placeOf(target, root), ...places].slice(0, MOST_PLACES)
  }
  const observer = new MutationObserver(() => {
    const [last] = places
    const isLost = document.activeElement === document.body && last !== undefined && !canFocus(last.element)
    if (isLost) placeToGo(places)?.focus({ preventScroll: true })
  })
  root.addEventListener('focusin', onFocusIn)
  observer.observe(root, { childList: true, subtree: true })
  return () => {
    root.removeEventListener('focusin', onFocusIn)
    observer.disconnect()
  }
}

function placeOf(element: HTMLElement, root: HTMLElement): Place {
  const around: Place['around'][number][] = []
  let child = element
  while (child !== root && child.parentElement !== null) {
    const parent = child.parentElement
    around.push({ parent, index: [...parent.children].indexOf(child) })
    child = parent
  }
  // What all of the page stands in is near to nothing.
  return { element, around: around.slice(0, -2) }
}

const canFocus = (element: HTMLElement): boolean => element.isConnected && element.checkVisibility()

function placeToGo(places: readonly Place[]): HTMLElement | undefined {
  for (const { element, around } of places) {
    if (canFocus(element)) return element
    for (const { parent, index } of around) {
      if (!canFocus(parent)) continue
      const found = parent.matches(FOCUSABLE) ? parent : nearestIn(parent, index)
      if (found !== undefined) return found
    }
  }
  return [...document.querySelectorAll<HTMLElement>(FOCUSABLE)].find(canFocus)
}

/** The first that stands where the lost one stood or behind it, else the last before it. */
function nearestIn(parent: HTMLElement, index: number): HTMLElement | undefined {
  const all = [...parent.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(one => canFocus(one) && one.tabIndex >= 0)
  const from = parent.children[index]
  const isBehind = (one: HTMLElement): boolean =>
    from !== undefined && (from.contains(one) || (from.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0)
  return all.find(isBehind) ?? all.at(-1)
}
