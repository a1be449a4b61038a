import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rules } from '../rules.ts';
import { standings } from './index.ts';
import { standingOf } from './marked.test-helper.ts';

/** Per language: negations before and after a term, a list, and the same term requested. The term is neutral. */
const OFF = [
  ['en', 'a kitchen without «fog»'],
  ['en', 'a quiet harbour, no «fog»'],
  ['en', 'NO «FOG»'],
  ['en', 'a meadow with no visible «fog»'],
  ['en', 'please avoid «fog»; a tasteful portrait'],
  ['en', 'non-«fog» weather'],
  ['en', 'it is not «foggy»'],
  ['en', 'free of «fog»'],
  ['en', 'a «fog»-free valley'],
  ['en', 'a valley, «fog» free, morning'],
  ['en', 'fog level high, «fog»: none, sunshine'],
  ['en', 'isn’t «foggy»'],
  ['en', 'no old «fog»'],
  ['en', 'no oak elm ash or «fog»'],
  ['en', 'not for a while without «fog»'],
  ['en', 'clouds, «fog»: none'],
  ['es', 'una cocina sin «niebla»'],
  ['es', 'paisaje, no «niebla»'],
  ['es', 'nada de «niebla»'],
  ['es', 'sin ninguna «niebla» visible'],
  ['pt', 'uma cozinha sem «névoa»'],
  ['pt', 'não «névoa»'],
  ['pt', 'sem nenhuma «névoa»'],
  ['fr', 'une cuisine sans «brume»'],
  ['fr', 'pas de «brume»'],
  ['fr', 'aucune «brume» dans le ciel'],
  ['fr', 'ne montrez jamais de «brume»'],
  ['de', 'eine Küche ohne «Nebel»'],
  ['de', 'kein «Nebel»'],
  ['de', 'keine sichtbaren, ohne jeglichen «Nebel»'],
  ['de', 'nicht «neblig»'],
  ['it', 'una cucina senza «nebbia»'],
  ['it', 'nessuna «nebbia»'],
  ['it', 'non «nebbiosa»'],
  ['nl', 'een keuken zonder «mist»'],
  ['nl', 'geen «mist»'],
  ['nl', 'niet «mistig»'],
  ['pl', 'kuchnia bez «mgły»'],
  ['pl', 'żadnej «mgły»'],
  ['pl', 'nie «mglista»'],
  ['ru', 'кухня без «тумана»'],
  ['ru', 'никакого «тумана»'],
  ['ru', 'не «туманный»'],
  ['ru', '«тумана» нет'],
  ['ar', 'مطبخ بدون «ضباب»'],
  ['ar', 'بلا «ضباب»'],
  ['ar', 'لا يوجد «ضباب»'],
  ['hi', 'बिना «कोहरा» के रसोई'],
  ['hi', '«कोहरे» के बिना रसोई'],
  ['hi', '«कोहरा» नहीं'],
  ['tr', '«sis» olmadan bir mutfak'],
  ['tr', '«sis» yok'],
  ['tr', '«sis» bir bir bir bir yok'],
  ['tr', '«sis» içermeyen bir sahne'],
  ['id', 'dapur tanpa «kabut»'],
  ['id', 'tidak ada «kabut»'],
  ['id', 'bebas dari «kabut»'],
  ['vi', 'nhà bếp không có «sương»'],
  ['vi', 'không «sương»'],
  ['ko', '«안개» 없는 부엌'],
  ['ko', '«안개»가 없는 부엌'],
  ['ko', '«안개» 없이'],
  ['ja', '«霧»のない台所'],
  ['ja', '«霧»なしの台所'],
  ['ja', '«霧»の表現なし'],
  ['ja', '«霧»ではない'],
  ['zh', '没有«雾»的厨房'],
  ['zh', '没有任何«雾»'],
  ['zh', '不含«雾»'],
  ['zh', '不«雾»的天气'],
  ['th', 'ครัวที่ไม่มี«หมอก»'],
  ['th', 'ปราศจาก«หมอก»'],
] as const;

const LISTS = [
  ['en', 'no «fog», «rain» or «hail»'],
  ['en', 'without «fog» or «rain»'],
  ['en', 'without any clouds, «fog», or «rain»'],
  ['en', 'no «fog» and «rain»'],
  ['en', 'no «fog», «rain», «hail»'],
  ['en', 'no «fog»/«rain»'],
  ['en', 'a «fog»/«rain»-free valley'],
  ['en', 'no old «fog» or thick «rain»'],
  ['en', 'no «fog» and «rain» and «hail»'],
  ['es', 'sin «niebla», «lluvia» ni «granizo»'],
  ['pt', 'sem «névoa», «chuva» ou «granizo»'],
  ['fr', 'sans «brume» ni «pluie»'],
  ['de', 'ohne «Nebel», «Regen» oder «Hagel»'],
  ['it', 'senza «nebbia» o «pioggia»'],
  ['nl', 'zonder «mist» en «regen»'],
  ['pl', 'bez «mgły» ani «deszczu»'],
  ['ru', 'без «тумана» и «дождя»'],
  ['ar', 'بدون «ضباب» أو «مطر»'],
  ['hi', 'बिना «कोहरा» या «बारिश»'],
  ['tr', '«sis» veya «yağmur» olmadan'],
  ['id', 'tanpa «kabut» atau «hujan»'],
  ['vi', 'không có «sương» hoặc «mưa»'],
  ['ko', '«안개»나 «비» 없는'],
  ['ja', '«霧»や«雨»のない'],
  ['zh', '没有«雾»和«雨»'],
  ['th', 'ไม่มี«หมอก»หรือ«ฝน»'],
] as const;

const ASKED = [
  ['a sign ends a phrase', 'No. A valley in «fog»'],
  ['a comma before the first thing', 'no, a valley in «fog»'],
  ['but', 'no clouds but «fog»'],
  ['only', 'not only «fog»'],
  ['doubt', 'no doubt «fog»'],
  ['a preposition', 'no people in the «fog»'],
  ['a clause', 'no clouds, the valley is full of «fog»'],
  ['several words between', 'no clouds old tower «fog»'],
  ['a bracket, as for emphasis', 'no («fog»:1.4)'],
  ['a line', 'no\n«fog»'],
  ['an operator of prompts', 'no AND «fog»'],
  ['a negation cancelled by another', 'not without «fog»'],
  ['… in German', 'nicht ohne «Nebel»'],
  ['… in French', 'pas sans «brume»'],
  ['… in Russian', 'не без «тумана»'],
  ['the Portuguese contraction', 'castelo no «nevoeiro»'],
  ['the Japanese particle in Latin letters', 'onna no «kiri»'],
  ['a value that says more', '«fog»: no limits'],
  ['a Chinese word that begins so', '无论«雾»'],
  ['the thing before the negation', 'a valley in «fog», no clouds'],
  ['a colon', 'no hill: «fog»'],
  ['a list of another thing', 'no clouds, «fog»'],
  ['two words before a hit', 'no oak elm «fog»'],
  ['four words of an item', 'no oak elm ash birch or «fog»'],
  ['a hyphen before a word that must begin its phrase', 'castelo-no «nevoeiro»'],
  ['a negation cancelled with a hyphen', 'not-without «fog»'],
  ['a negation cancelled one word before', 'not quite without «fog»'],
  ['a comma before a negation behind it', '«sis», yok'],
  ['a word before a negation behind it', '«sis» oak yok'],
  ['five words that say nothing', '«sis» bir bir bir bir bir yok'],
] as const;

describe('a negation', () => {
  it.each(OFF)('cancels the terms that it negates, in %s: %s', (_, text) => {
    expect(standingOf(text)).toEqual(['off']);
  });

  it.each(LISTS)('extends over a list, in %s: %s', (_, text) => {
    expect(new Set(standingOf(text))).toEqual(new Set(['off']));
  });

  it.each(ASKED)('ends at %s: %s', (_, text) => {
    expect(standingOf(text)).toEqual(['asked']);
  });

  it('extends less far to content that a picture shows of a person', () => {
    const nudity = { role: 'nudity' } as const;
    expect(standingOf('no «fog» or «rain»', nudity)).toEqual(['off', 'off']);
    expect(standingOf('no «fog», «rain» or «hail»', nudity)).toEqual(['off', 'off', 'off']);
    for (const text of [
      'no hat, «fog»',
      'no hat and «fog»',
      'no hat, «fog», morning or evening',
      'no hat «fog»',
    ])
      expect(standingOf(text, nudity)).toEqual(['asked']);
    expect(standingOf('no «fog», «rain»', nudity)).toEqual(['off', 'asked']);
    expect(standingOf('«fog» free, morning', nudity)).toEqual(['off']);
    expect(standingOf('«fog» free woman', nudity)).toEqual(['asked']);
  });

  it('never cancels terms about minors, terms of the highest severity, or insults', () => {
    for (const role of ['minor', 'sexual-minors'] as const)
      expect(standingOf('no «fog»', { role, severity: 1 })).toEqual(['asked']);
    expect(standingOf('no «fog»', { severity: 4 })).toEqual(['asked']);
    expect(standingOf('no «fog»', { role: 'nudity', namesMinor: true })).toEqual(['asked']);
    expect(standingOf('no «fog»', { role: 'graphic', namesMinor: true })).toEqual(['off']);
    for (const role of ['hate', 'profanity', 'harassment'])
      expect(standingOf('a sign: no «fog»', { role })).toEqual(['asked']);
    expect(standingOf('they are not «fog»', { role: 'hate', severity: 1 })).toEqual(['off']);
  });

  it.each([
    ['en', 'suicide «fog» prevention poster'],
    ['en', 'stop the «fog»'],
    ['en', 'anti-«fog» campaign'],
    ['es', 'campaña contra la «niebla»'],
    ['fr', 'lutte contre la «brume»'],
    ['de', 'Plakat gegen «Nebel»'],
    ['ru', 'профилактика «тумана»'],
    ['ja', '«霧»防止ポスター'],
    ['ko', '«안개» 예방 포스터'],
    ['zh', '防止«雾»的海报'],
    ['de', 'Plakat zur «nebel»prävention'],
    ['de', 'Beratung gegen «nebel»'],
    ['nl', '«mist»preventie, warm licht'],
    ['sv', 'affisch mot «dimma»'],
    ['pl', 'plakat przeciwko «mgle»'],
    ['uk', 'плакат проти шкільного «туману»'],
    ['ru', 'профилактика «тумана»'],
    ['es', 'no al «niebla»'],
    ['pt', 'não à «névoa»'],
    ['pt', 'campanha de combate ao «nevoeiro»'],
    ['fr', 'non au «brouillard»'],
    ['tr', '«sis»le mücadele afişi'],
    ['tr', '«sis»e hayır'],
    ['ja', '«霧»撲滅ポスター'],
    ['zh', '远离«雾»'],
    ['ko', '«안개» 퇴치 포스터'],
    ['ar', 'ملصق توعية ضد «ضباب»'],
    ['hi', '«कोहरा» मुक्ति अभियान'],
    ['vi', 'phòng chống «sương»'],
    ['tr', '«sis» karşıtı afiş'],
  ])('includes opposing a thing, in %s: %s', (_, text) => {
    expect(standingOf(text, { role: 'self-harm', severity: 3 })).toEqual(['off']);
    expect(standingOf(text, { role: 'nudity' })).toEqual(['asked']);
  });

  it.each([
    ['one word before it', 'stop oak «fog»', 'off'],
    ['not two words before it', 'stop oak elm «fog»', 'asked'],
    ['words that say nothing before it', 'stop the a the «fog»', 'off'],
    ['not four words that say nothing', 'stop the a the a «fog»', 'asked'],
    ['not beyond a comma', 'against, «fog»', 'asked'],
    ['not beyond what ends a phrase', 'against only «fog»', 'asked'],
    ['one word behind it', '«fog» oak prevention', 'off'],
    ['not two words behind it', '«fog» oak elm prevention', 'asked'],
    ['not behind a comma', '«fog», prevention', 'asked'],
    ['not behind a comma and a word', '«fog», oak prevention', 'asked'],
    ['not where its word does not begin the phrase', 'oak stop «fog»', 'asked'],
  ])('applies to an opposed thing %s', (_, text, expected) => {
    expect(standingOf(text, { role: 'drugs' })).toEqual([expected]);
  });

  it('extends over twelve items of a list', () => {
    const list = Array.from({ length: 13 }, (_, at) => `«w${at}»`).join(', ');
    expect(standingOf(`no ${list}`)).toEqual([...Array<string>(12).fill('off'), 'asked']);
  });

  it('cancels only the first item where a later one has words with it', () => {
    expect(standingOf('no thick «fog», «rain»')).toEqual(['off', 'asked']);
    expect(standingOf('no «fog», thick «rain»')).toEqual(['off', 'asked']);
    expect(standingOf('no «fog», «rain» and thick «hail»')).toEqual(['off', 'off', 'asked']);
  });

  it('treats a place with hits of two categories as the stricter one', () => {
    const hit = (role: string) => ({ role, severity: 2 as const, start: 7, end: 10 });
    expect(standings('no hat fog', [hit('graphic')], false)).toEqual(['off']);
    expect(standings('no hat fog', [hit('graphic'), hit('nudity')], false)).toEqual(['asked', 'asked']);
    expect(standings('no hat fog', [hit('nudity'), hit('graphic')], false)).toEqual(['asked', 'asked']);
  });

  it('works at each of many places', () => {
    const marked = Array.from({ length: 9 }, (_, at) => `${at % 3 === 0 ? 'no ' : ''}«fog». `).join('');
    expect(standingOf(marked)).toEqual(
      Array.from({ length: 9 }, (_, at) => (at % 3 === 0 ? 'off' : 'asked')),
    );
  });

  it('cancels overlapping hits', () => {
    const hit = (start: number, end: number) => ({ role: 'graphic', severity: 2 as const, start, end });
    expect(standings('no thick fog', [hit(3, 12), hit(9, 12)], false)).toEqual(['off', 'off']);
    expect(standings('no fogbow', [hit(3, 6), hit(5, 9)], false)).toEqual(['off', 'off']);
  });

  it('compares each hit with few of the stock phrases of a long list', () => {
    const phrase = 'ugly, blurry, deformed, ';
    const reads = (count: number) => {
      let read = 0;
      const hits = Array.from({ length: count }, (_, at) => ({
        role: 'graphic',
        severity: 2 as const,
        start: at * phrase.length,
        get end() {
          read++;
          return at * phrase.length + 4;
        },
      }));
      expect(new Set(standings(phrase.repeat(count), hits, false))).toEqual(new Set(['off']));
      return read;
    };
    expect(reads(200)).toBeLessThanOrEqual(reads(100) * 2);
  });

  it('applies in the rules, to every decoded form of a text', () => {
    const { match } = rules();
    expect(match('a battle scene without blood or gore')).toEqual([]);
    expect(match('a battle scene with blood, not without gore')).toHaveLength(2);
    expect(match('no (blood:1.4)')).toHaveLength(1);
    expect(match('no [blood|rain] {gore|fog}').map(({ label }) => label)).toContain('blood');
    expect(match('(no blood:1.2)')).toEqual([]);
  });

  it('never raises a score', () => {
    const { match } = rules();
    const words = fc.constantFrom(
      'blood',
      'a castle',
      'sexy',
      'gore',
      ', ',
      ' or ',
      ' and ',
      ' in ',
      'no ',
      'not ',
    );
    const before = fc.constantFrom('no ', 'without ', 'avoid ', 'free of ', 'sin ', 'ohne ', '没有');
    const sum = (prompt: string) => match(prompt).reduce((all, { score }) => all + score, 0);
    fc.assert(
      fc.property(fc.array(words, { maxLength: 8 }), before, (parts, negation) => {
        const prompt = parts.join('');
        expect(sum(`a hill, ${negation}${prompt}`)).toBeLessThanOrEqual(sum(`a hill, ${prompt}`));
      }),
    );
  });
});
