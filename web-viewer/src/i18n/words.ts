/**
 * A typed dictionary in two languages.
 *
 * `words(zh, en)` answers a function that says a word in the chosen language. That both languages have the same
 * words, and that a `{place}` in one is filled in, is checked by the compiler; that each translation uses the same
 * places is checked by the test `i18n/words.test.ts`, which every dictionary enters by being made.
 */
import { language } from './language.svelte';

/** The names of the `{places}` in a text. */
type PlacesIn<Text extends string> = Text extends `${string}{${infer Place}}${infer Rest}`
  ? Place | PlacesIn<Rest>
  : never;

/** What a text needs filled in. */
type Filling<Text extends string> = [PlacesIn<Text>] extends [never] ? [] : [Record<PlacesIn<Text>, string | number>];

/** Says a word in the language of the screen. */
export type Say<Zh extends Record<string, string>> = <Key extends keyof Zh & string>(
  key: Key,
  ...filling: Filling<Zh[Key]>
) => string;

/** Both texts of a dictionary. */
export interface Dictionary {
  zh: Record<string, string>;
  en: Record<string, string>;
}

/** Every dictionary made so far, for the test that reads them all. */
export const dictionaries: Dictionary[] = [];

/** A dictionary of Chinese texts with their English ones. */
export function words<const Zh extends Record<string, string>>(zh: Zh, en: { [Key in keyof Zh]: string }): Say<Zh> {
  dictionaries.push({ zh, en });
  return (key, ...filling) => fill((language.current === 'zh' ? zh : en)[key], filling[0]);
}

/** `text` with its `{places}` filled in. */
export function fill(text: string, filling?: Record<string, string | number>): string {
  if (!filling) return text;
  return text.replace(/\{(\w+)\}/g, (whole, place: string) => String(filling[place] ?? whole));
}

/** `names` one after the other, as the language of the screen strings them. */
export function joined(names: readonly string[]): string {
  return names.join(language.current === 'zh' ? '、' : ', ');
}
