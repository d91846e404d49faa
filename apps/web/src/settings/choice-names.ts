/** What settings and their choices are called. */

import { numberStyleOf } from '../format/number-style.ts'
import { m } from '../paraglide/messages.js'
import { CHOICES, type Choice, type SettingName } from './choices.ts'

export const LABELS: Readonly<Record<SettingName, () => string>> = {
  theme: m.app_setting_theme,
  palette: m.app_setting_palette,
  flash: m.app_setting_flash,
  density: m.app_setting_density,
  motion: m.app_setting_motion,
  ticker: m.app_setting_ticker,
  numbers: m.app_setting_numbers,
  speech: m.app_setting_speech,
  characterKeys: m.app_setting_character_keys,
}

const NAMES: Readonly<
  Record<Exclude<Choice<SettingName>, `${string}-${'US' | 'DE' | 'CH' | 'FR' | 'IN'}`>, () => string>
> = {
  system: m.app_choice_system,
  dark: m.app_choice_dark,
  light: m.app_choice_light,
  'green-up': m.app_choice_green_up,
  'red-up': m.app_choice_red_up,
  'blue-orange': m.app_choice_blue_orange,
  mono: m.app_choice_mono,
  on: m.app_choice_on,
  off: m.app_choice_off,
  subtle: m.app_choice_subtle,
  cosy: m.app_choice_cosy,
  compact: m.app_choice_compact,
  reduced: m.app_choice_reduced,
  '15': () => m.app_choice_seconds({ seconds: 15 }),
  '30': () => m.app_choice_seconds({ seconds: 30 }),
  '60': () => m.app_choice_seconds({ seconds: 60 }),
  language: m.app_choice_language,
  search: m.app_choice_search,
}

/** A setting's choices; those of numbers are shown by an example. */
export function namedChoices<Name extends SettingName>(
  name: Name,
): readonly { readonly value: Choice<Name>; readonly label: string }[] {
  const choices: readonly Choice<Name>[] = CHOICES[name]
  return choices.map((value) => ({ value, label: nameOf(value) }))
}

function nameOf(choice: Choice<SettingName>): string {
  if (choice in NAMES) return NAMES[choice as keyof typeof NAMES]()
  const { group, decimal, groupSize } = numberStyleOf(choice)
  return groupSize === 2 ? `12${group}34${group}567${decimal}5` : `1${group}234${group}567${decimal}5`
}
