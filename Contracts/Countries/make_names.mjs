// Makes names.tsv, the names of countries in Canadian English and French, out of Unicode CLDR's.
//
//     npm pack cldr-localenames-full@48.2.0     # and unpack it
//     node make_names.mjs cldr-localenames-full-48.2.0/package < names.tsv > names.new && mv names.new names.tsv
//
// The codes are those that names.tsv has already. The places in the alphabet are by the ICU that Node is built with (78.2 in Node 20.20.2), since
// Affluence runs without ICU: in Canada French sorts accents from the end of a word.
import { readFileSync } from "node:fs";

const [folder] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
const codes = readFileSync(0, "utf8").split("\n").filter(line => /^[A-Z]{2}\t/.test(line)).map(line => line.slice(0, 2));

function names(locale, unknown) {
  const territories = JSON.parse(readFileSync(`${folder}/main/${locale}/territories.json`, "utf8")).main[locale].localeDisplayNames.territories;
  return new Map(codes.map(code => [code, code === "ZZ" ? unknown : territories[code]]));
}

function places(namesOfLocale, locale) {
  const order = [...namesOfLocale].sort(([, one], [, other]) => new Intl.Collator(locale).compare(one, other));
  return new Map(order.map(([code], place) => [code, place]));
}

const english = names("en-CA", "Unknown");
const french = names("fr-CA", "Inconnu");
const [inEnglish, inFrench] = [places(english, "en-CA"), places(french, "fr-CA")];

console.log(`# Unicode CLDR ${version}`);
console.log("# Copyright © 2004-2026 Unicode, Inc. Unicode License v3 (SPDX: Unicode-3.0); the text is in LICENSE beside this file.");
console.log("# code, name in en-CA, name in fr-CA, its place in the alphabet in en-CA, in fr-CA; made by make_names.mjs");
for (const code of codes) {
  console.log([code, english.get(code), french.get(code), inEnglish.get(code), inFrench.get(code)].join("\t"));
}
