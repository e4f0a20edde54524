import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { settingsWords } from '../strings/settings/words.js'
import { LANGUAGE_NAMES, LANGUAGES } from '../strings/words.js'
import { Action } from './button.js'
import { DeviceSettings } from './device-settings.js'
import { Dialog } from './dialog.js'
import { useDialogWords } from './dialog-words.js'
import { Check } from './check.js'
import { Choice } from './choice.js'
import { Field } from './field.js'
import { Logo, type IconName, Icon } from './icons.js'
import { usePage } from './page-context.js'
import { ProtectionSettings } from './protection-settings.js'
import { RecoverySettings } from './recovery-settings.js'
import { RelaySettings } from './relay-settings.js'
import { SettingsWordsProvider, useSettingsWords } from './settings-words.js'
import { useLaterWords } from './use-later-words.js'

const SECTIONS = {
  profile: 'person',
  look: 'gear',
  devices: 'device',
  relays: 'relay',
  safety: 'key',
  about: 'file'
} as const satisfies Record<string, IconName>
type Section = keyof typeof SECTIONS
const ORDER = Object.keys(SECTIONS) as readonly Section[]

interface Opened {
  readonly first?: Section
}

export function SettingsDialog(opened: Opened) {
  const spoken = useLaterWords(settingsWords)
  if (spoken === undefined) return null
  return (
    <SettingsWordsProvider value={spoken}>
      <Sections {...opened} />
    </SettingsWordsProvider>
  )
}

function Sections({ first = 'profile' }: Opened) {
  const { place } = usePage()
  const { settings } = useSettingsWords()
  const shown = useSignal<Section>(first)
  useEffect(() => document.getElementById(`tab-${shown.value}`)?.scrollIntoView({ block: 'nearest', inline: 'center' }), [shown.value])

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    shown.value = ORDER[(ORDER.indexOf(shown.value) + step + ORDER.length) % ORDER.length] ?? 'profile'
    document.getElementById(`tab-${shown.value}`)?.focus()
  }

  return (
    <Dialog title={settings.title} shape="wide" onClose={() => place.show(undefined)}>
      <div class="tabs-layout">
        <div class="tabs" role="tablist" aria-label={settings.title} onKeyDown={onKeyDown}>
          {ORDER.map(section => (
            <button
              key={section}
              id={`tab-${section}`}
              type="button"
              role="tab"
              class="tab"
              aria-selected={shown.value === section}
              aria-controls="settings-panel"
              tabIndex={shown.value === section ? 0 : -1}
              onClick={() => (shown.value = section)}
            >
              <Icon name={SECTIONS[section]} />
              <span>{settings.sections[section]}</span>
            </button>
          ))}
        </div>
        <div class="tab-panel" role="tabpanel" id="settings-panel" tabIndex={0} aria-labelledby={`tab-${shown.value}`}>
          <h3 class="panel-title">{settings.sections[shown.value]}</h3>
          {shown.value === 'profile' && <ProfileSettings />}
          {shown.value === 'look' && <LookSettings />}
          {shown.value === 'devices' && <DeviceSettings />}
          {shown.value === 'relays' && <RelaySettings />}
          {shown.value === 'safety' && <RecoverySettings />}
          {shown.value === 'about' && <About />}
        </div>
      </div>
    </Dialog>
  )
}

function ProfileSettings() {
  const { api, directory, words, times } = usePage()
  const { settings } = useSettingsWords()
  const { person } = useDialogWords()
  const me = directory.me.value
  const name = useSignal(me?.name ?? '')
  if (me === undefined) return null
  return (
    <>
      <Field label={settings.name} hint={settings.nameHint} value={name} maxLength={64}>
        <Action
          kind="primary"
          disabled={name.value.trim() === '' || name.value.trim() === me.name}
          run={() => api.rename({ name: name.value.trim() }).then(directory.reload)}
        >
          {words.value.common.save}
        </Action>
      </Field>
      <dl class="facts">
        <dt>{settings.thisDevice}</dt>
        <dd>
          <bdi>{me.deviceName}</bdi> <span class="hint">{settings.since(times.value.day(me.createdAtMs))}</span>
        </dd>
        <dt>{person.account}</dt>
        <dd class="code" dir="ltr">
          {me.account}
        </dd>
      </dl>
      <Storage />
      <ProtectionSettings />
    </>
  )
}

/** Of a tab: whether the browser may forget it. */
function Storage() {
  const { directory, words, times } = usePage()
  const { settings } = useSettingsWords()
  const storage = directory.status.value?.storage
  if (storage === undefined) return null
  return (
    <p class={storage.persistent ? 'callout' : 'callout callout-bad'}>
      <Icon name={storage.persistent ? 'file' : 'warning'} />
      <span>
        {storage.persistent ? '' : `${words.value.notice.evictable} `}
        {settings.evictableUsed(times.value.bytes(storage.bytesUsed))}
      </span>
    </p>
  )
}

function LookSettings() {
  const { api, attempt, directory, preferences } = usePage()
  const { settings } = useSettingsWords()
  const isDenied = useSignal(false)

  async function notify(wanted: boolean): Promise<void> {
    const allowed = !wanted || (await Notification.requestPermission()) === 'granted'
    isDenied.value = !allowed
    preferences.notifies.value = wanted && allowed
  }

  return (
    <>
      <Choice
        label={settings.theme}
        value={preferences.theme.value}
        choices={(['system', 'light', 'dark'] as const).map(theme => [theme, settings.themes[theme]] as const)}
        onChoose={theme => (preferences.theme.value = theme)}
      />
      <Choice
        label={settings.language}
        value={preferences.language.value}
        choices={LANGUAGES.map(language => [language, LANGUAGE_NAMES[language]] as const)}
        onChoose={language => (preferences.language.value = language)}
      />
      <p class="hint">{settings.languageNote}</p>
      <Check
        label={settings.lessMotion}
        hint={settings.lessMotionHint}
        checked={preferences.motion.value === 'less'}
        onCheck={less => (preferences.motion.value = less ? 'less' : 'system')}
      />
      <Check
        label={settings.typing}
        hint={settings.typingHint}
        checked={directory.status.value?.tellsTyping === true}
        onCheck={told => void attempt(() => api.setTypingTold({ told }).then(directory.readStatus))}
      />
      {'Notification' in window && (
        <Check label={settings.notify} checked={preferences.notifies.value} onCheck={wanted => void notify(wanted)} />
      )}
      {isDenied.value && <p role="alert">{settings.notifyDenied}</p>}
      {preferences.notifies.value && (
        <Choice
          label={settings.noticeSays}
          value={preferences.noticeSays.value}
          choices={(['nothing', 'who', 'words'] as const).map(says => [says, settings.noticesSay[says]] as const)}
          onChoose={says => (preferences.noticeSays.value = says)}
        />
      )}
      {preferences.notifies.value && <p class="hint">{settings.noticeHint}</p>}
    </>
  )
}

function About() {
  const { directory } = usePage()
  const { settings } = useSettingsWords()
  const keys: readonly (readonly [string, string])[] = [
    ['Ctrl K', settings.keyFind],
    ['Alt ↑  Alt ↓', settings.keyNext],
    ['Esc', settings.keyClose],
    ['↑  ↓', settings.keyMessages],
    ['R  E  F', settings.keyMessage],
    ['↑', settings.keyEditLast],
    ['@  :', settings.keySuggest]
  ]
  return (
    <>
      <div class="about">
        <Logo size={48} />
        <p>
          <strong>{settings.version(directory.status.value?.version ?? '')}</strong>
          <br />
          {settings.aboutText}
        </p>
      </div>
      <h4>{settings.keys}</h4>
      <dl class="facts keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd dir="ltr">{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
