/** Shows for a moment which row it is. */
export function flash(row: HTMLElement): void {
  row.classList.remove('flash')
  row.addEventListener('animationend', () => row.classList.remove('flash'), { once: true })
  row.classList.add('flash')
}
