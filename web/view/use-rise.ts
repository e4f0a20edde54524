import { useEffect, useRef } from 'preact/hooks'

/** Acts when a count rises while this is shown; what had risen before was for what stood here then. */
export function useRise(count: number, act: () => void): void {
  const known = useRef(count)
  useEffect(() => {
    if (count > known.current) act()
    known.current = count
  }, [count])
}
