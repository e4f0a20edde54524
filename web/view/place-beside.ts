const MARGIN_PX = 8

/** Puts a panel on that side of an element where there is room, else on the other, and keeps it within the window. */
export function placeBeside(panel: HTMLElement, at: HTMLElement, side: 'above' | 'below' = 'above'): void {
  const { width, height } = panel.getBoundingClientRect()
  const { left, right, top, bottom } = at.getBoundingClientRect()
  const isRightToLeft = getComputedStyle(panel).direction === 'rtl'
  const wished = isRightToLeft ? left : right - width
  const x = Math.max(MARGIN_PX, Math.min(innerWidth - width - MARGIN_PX, wished))
  const above = top - height - MARGIN_PX
  const below = bottom + MARGIN_PX
  const lowest = innerHeight - height - MARGIN_PX
  const isAbove = above >= MARGIN_PX && (side === 'above' || below > lowest)
  panel.style.left = `${x}px`
  panel.style.top = `${Math.max(MARGIN_PX, isAbove ? above : Math.min(below, lowest))}px`
}
