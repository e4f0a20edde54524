import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * A file system of its own whose power can be cut: ext4 on a file. What it had not written through to the file by then is lost, as
 * the page cache of a machine is. What a drive still has in a cache of its own after a flush, and sectors that are torn, it can't show.
 */
export interface CuttableDisk {
  /** Where it is mounted. */
  readonly folder: string
  /** At once, and without a last flush: from now on every write fails. */
  cut(): void
  /** As at the next boot: what is on the disk is recovered from its journal. Nobody may have a file open in it. */
  remount(): void
  /** All of it, also where making it failed half way. */
  remove(): void
}

const DISK_BYTES = 256 * 1024 * 1024
/** `EXT4_IOC_SHUTDOWN`, which is `_IOR('X', 125, __u32)`, and its flag that flushes nothing. */
const SHUTDOWN = 0x8004587d
const FLUSH_NOTHING = 2
/** Node has no ioctl. */
const CUT = `open(my $folder, '<', $ARGV[0]) or die; my $flags = pack('L', ${FLUSH_NOTHING}); ioctl($folder, ${SHUTDOWN}, $flags) or die $!`

/** Why the power can't be cut here; undefined where it can, as two files have shown: the one that was synced is there afterwards, the other is not. */
export function whyNoPowerCut(): string | undefined {
  if (process.platform !== 'linux') return 'ext4 needs Linux'
  if (process.getuid?.() !== 0) return 'mounting needs root'
  let disk: CuttableDisk | undefined
  try {
    disk = createCuttableDisk()
    const [synced, unsynced] = [join(disk.folder, 'synced'), join(disk.folder, 'unsynced')]
    writeSynced(synced)
    writeFileSync(unsynced, 'x')
    disk.cut()
    disk.remount()
    if (!existsSync(synced)) return 'what was synced is gone after a cut'
    return existsSync(unsynced) ? 'what was not synced is there after a cut' : undefined
  } catch (err) {
    return err instanceof Error ? err.message : String(err)
  } finally {
    disk?.remove()
  }
}

export function createCuttableDisk(): CuttableDisk {
  const place = mkdtempSync(join(tmpdir(), 'parley-disk-'))
  const [image, folder] = [join(place, 'image'), join(place, 'mounted')]
  let isMounted = false

  function mount(): void {
    run('mount', '-o', 'loop', image, folder)
    isMounted = true
  }

  function unmount(): void {
    if (isMounted) run('umount', folder)
    isMounted = false
  }

  function remove(): void {
    unmount()
    rmSync(place, { recursive: true })
  }

  try {
    writeFileSync(image, '')
    truncateSync(image, DISK_BYTES)
    run('mkfs.ext4', '-q', '-F', image)
    mkdirSync(folder)
    mount()
  } catch (err) {
    remove()
    throw err
  }
  return {
    folder,
    cut: () => run('perl', '-e', CUT, folder),
    remount() {
      unmount()
      mount()
    },
    remove
  }
}

function writeSynced(path: string): void {
  const file = openSync(path, 'w')
  writeSync(file, 'x')
  fsyncSync(file)
  closeSync(file)
}

function run(program: string, ...args: readonly string[]): void {
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}
